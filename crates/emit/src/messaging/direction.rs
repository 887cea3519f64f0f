//! Whether the system emits an event or takes it.

use abide_model::Item;

/// What the system does with the messages of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Send,
    Receive,
}

impl Direction {
    /// The action in the words of AsyncAPI.
    pub fn action(self) -> &'static str {
        match self {
            Direction::Send => "send",
            Direction::Receive => "receive",
        }
    }
}

const SENDS: &[&str] = &[
    "emit",
    "emits",
    "emitted",
    "emitting",
    "publish",
    "publishes",
    "published",
    "sends",
    "sent",
    "fires",
    "fired",
    "raises",
    "raised",
    "broadcasts",
    "produces",
    "produced",
    "outgoing",
    "outbound",
    "emite",
    "publica",
    "sendet",
    "veröffentlicht",
    "émet",
    "publie",
    "発行",
    "送信",
    "发布",
    "发送",
    "발행",
];
const TAKES: &[&str] = &[
    "consume",
    "consumes",
    "consumed",
    "consuming",
    "subscribe",
    "subscribes",
    "subscribed",
    "receives",
    "received",
    "listens",
    "handles",
    "incoming",
    "inbound",
    "consume",
    "recibe",
    "empfängt",
    "abonniert",
    "reçoit",
    "購読",
    "受信",
    "订阅",
    "接收",
    "구독",
];

/// What is said about the direction: in the statement itself, or in the headings above it.
pub(crate) fn direction(item: &Item) -> Option<Direction> {
    let rest = item.text.replace(&item.key, " ");
    let said = one(&rest);
    said.or_else(|| item.section.iter().rev().find_map(|title| one(title)))
}

/// The direction that a text names, where it names only one.
fn one(text: &str) -> Option<Direction> {
    let lower = text.to_lowercase();
    let says = |words: &[&str]| {
        words.iter().any(|word| {
            if word.is_ascii() || word.chars().all(|c| c.is_alphabetic() && c < '\u{0250}') {
                lower.split(|c: char| !c.is_alphanumeric()).any(|part| part == *word)
            } else {
                lower.contains(word)
            }
        })
    };
    match (says(SENDS), says(TAKES)) {
        (true, false) => Some(Direction::Send),
        (false, true) => Some(Direction::Receive),
        _ => None,
    }
}
