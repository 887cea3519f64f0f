//! The words and signs around a number: what bounds it, and its unit.

use super::Comparison::{self, AtLeast, AtMost, Greater, Less};
use crate::text::starts_with_ignoring_case;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Spellings of units, each line under the spelling that is used in fields.
const UNITS: &[(&str, &[&str])] = &[
    ("rps", &["requests per second", "requests/second", "requests/sec", "requests/s", "req/sec", "req/s", "rps", "anfragen pro sekunde", "solicitudes por segundo", "requêtes par seconde", "requisições por segundo", "запросов в секунду"]),
    ("rpm", &["requests per minute", "requests/minute", "req/min", "rpm"]),
    ("tps", &["transactions per second", "transactions/s", "tps"]),
    ("qps", &["queries per second", "queries/s", "qps"]),
    ("ops/s", &["operations per second", "ops/sec", "ops/s"]),
    ("messages/s", &["messages per second", "messages/s", "msg/s"]),
    ("events/s", &["events per second", "events/sec", "events/s"]),
    ("rows/s", &["rows per second", "rows/s"]),
    ("concurrent users", &["concurrent users", "simultaneous users", "usuarios concurrentes", "utilisateurs simultanés", "gleichzeitige nutzer", "usuários simultâneos"]),
    ("Mbps", &["mbps", "mbit/s"]),
    ("Gbps", &["gbps", "gbit/s"]),
    ("kbps", &["kbps", "kbit/s"]),
    ("MB/s", &["mb/s"]),
    ("GB/s", &["gb/s"]),
    ("ms", &["milliseconds", "millisecond", "milisegundos", "millisecondes", "millisekunden", "milissegundos", "миллисекунд", "мс", "msec", "ms", "ミリ秒", "밀리초", "毫秒"]),
    ("µs", &["microseconds", "microsecond", "µs", "μs", "us", "微秒"]),
    ("ns", &["nanoseconds", "nanosecond", "ns"]),
    ("min", &["minutes", "minute", "minutos", "minuto", "minuten", "минуты", "минут", "мин", "mins", "min", "分钟", "分鐘", "分間", "分", "분"]),
    ("h", &["hours", "hour", "horas", "hora", "heures", "heure", "stunden", "stunde", "часов", "часа", "час", "hrs", "hr", "h", "時間", "小时", "小時", "시간"]),
    ("d", &["days", "day", "días", "dias", "jours", "jour", "tagen", "tage", "дней", "дня", "d", "日間", "日", "天", "일"]),
    ("weeks", &["weeks", "week", "semanas", "semaines", "wochen", "недель", "недели", "週間", "周", "주"]),
    ("months", &["months", "month", "meses", "mois", "monate", "месяцев", "ヶ月", "か月", "个月", "개월"]),
    ("years", &["years", "year", "años", "anos", "ans", "jahre", "лет", "年"]),
    ("%", &["percent", "por ciento", "pour cent", "prozent", "por cento", "процентов", "%", "％"]),
    ("‰", &["‰"]),
    ("KiB", &["kib"]),
    ("MiB", &["mib"]),
    ("GiB", &["gib"]),
    ("TiB", &["tib"]),
    ("KB", &["kilobytes", "kb", "ko"]),
    ("MB", &["megabytes", "mb", "mo", "мб"]),
    ("GB", &["gigabytes", "gb", "go", "гб"]),
    ("TB", &["terabytes", "tb"]),
    ("bytes", &["bytes", "byte"]),
    ("requests", &["requests", "anfragen", "solicitudes", "requêtes", "requisições", "запросов", "リクエスト", "요청", "请求"]),
    ("users", &["users", "usuarios", "utilisateurs", "nutzer", "benutzer", "usuários", "пользователей", "名", "人", "명"]),
    ("connections", &["connections", "conexiones", "connexions", "verbindungen", "conexões"]),
    ("items", &["items", "件", "个", "個", "건", "개"]),
    ("attempts", &["attempts", "intentos", "tentatives", "versuche", "tentativas", "попыток", "回", "次", "회"]),
    ("records", &["records", "registros", "datensätze"]),
    ("rows", &["rows"]),
    ("files", &["files"]),
    ("lines", &["lines"]),
    ("entries", &["entries"]),
    ("errors", &["errors"]),
    ("retries", &["retries"]),
    ("points", &["points"]),
    ("stars", &["stars"]),
    ("clicks", &["clicks"]),
    ("steps", &["steps"]),
    ("characters", &["characters", "chars"]),
    ("tokens", &["tokens"]),
    ("fps", &["fps"]),
    ("px", &["px"]),
    ("cores", &["cores", "cpu"]),
    ("USD", &["usd"]),
    ("EUR", &["eur"]),
    ("s", &["seconds", "second", "segundos", "segundo", "secondes", "seconde", "sekunden", "sekunde", "секунды", "секунд", "сек", "secs", "sec", "s", "秒間", "秒", "초"]),
    ("m", &["m"]),
    ("x", &["x"]),
];

/// A character more than the longest unit has: the one behind it tells whether the word ends.
const LONGEST_UNIT: usize = 26;

/// The unit that a text starts with: as written, and the spelling that is used in fields.
pub(super) fn unit(rest: &str) -> Option<(&str, &'static str)> {
    let bare = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    if rest.chars().count() - bare.chars().count() > 1 {
        return None;
    }
    let spellings = UNITS_BY_FIRST.get(first_byte(bare)?)?;
    if spellings.is_empty() {
        return None;
    }
    let mut plain = [0; LONGEST_UNIT];
    let lower = match in_lower_case(bare, &mut plain) {
        Some(lower) => Cow::Borrowed(lower),
        None => Cow::Owned(bare.chars().take(LONGEST_UNIT).flat_map(char::to_lowercase).collect()),
    };
    spellings.iter().find_map(|(written, unit)| {
        let after = lower.strip_prefix(*written)?;
        let joined = written.ends_with(['%', '％', '‰']) || written.chars().next_back().is_some_and(is_unspaced);
        let ends = joined || !after.starts_with(|c: char| c.is_alphanumeric() && !is_unspaced(c));
        if ends { Some((bare.get(..written.len())?, *unit)) } else { None }
    })
}

/// The beginning of a text in lower case, where it is ASCII.
fn in_lower_case<'a>(text: &str, plain: &'a mut [u8; LONGEST_UNIT]) -> Option<&'a str> {
    let length = text.len().min(LONGEST_UNIT);
    let (source, plain) = (text.as_bytes().get(..length)?, plain.get_mut(..length)?);
    plain.copy_from_slice(source);
    plain.make_ascii_lowercase();
    std::str::from_utf8(plain).ok().filter(|lower| lower.is_ascii())
}

/// The spellings of units by their first byte, in the order of the table.
static UNITS_BY_FIRST: LazyLock<ByByte<(&str, &str)>> = LazyLock::new(|| {
    let spellings = UNITS.iter().flat_map(|(unit, spellings)| spellings.iter().map(move |written| (*written, *unit)));
    by_byte(spellings.map(|spelling| (spelling.0.bytes().next(), spelling)))
});

/// The words that bound the number behind them by their last byte, in the order of the table.
static BEFORE_BY_LAST: LazyLock<ByByte<(&str, Comparison)>> = LazyLock::new(|| {
    let words = BEFORE.iter().flat_map(|(comparison, words)| words.iter().map(move |word| (*word, *comparison)));
    by_byte(words.map(|word| (word.0.bytes().next_back(), word)))
});

/// The words that bound the number before them by their first byte, in the order of the table.
static BEHIND_BY_FIRST: LazyLock<ByByte<(&str, Comparison)>> = LazyLock::new(|| {
    let words = BEHIND.iter().flat_map(|(comparison, words)| words.iter().map(move |word| (*word, *comparison)));
    by_byte(words.map(|word| (word.0.bytes().next(), word)))
});

/// What is looked up by one byte: most texts are told apart by it.
type ByByte<T> = Vec<Vec<T>>;

fn by_byte<T>(all: impl Iterator<Item = (Option<u8>, T)>) -> ByByte<T> {
    let mut by_byte: ByByte<T> = (0..=u8::MAX).map(|_| Vec::new()).collect();
    for (byte, one) in all {
        if let Some(known) = byte.and_then(|byte| by_byte.get_mut(usize::from(byte))) {
            known.push(one);
        }
    }
    by_byte
}

/// The first byte of a text in lower case.
fn first_byte(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let lower = if first.is_ascii() { first.to_ascii_lowercase() } else { first.to_lowercase().next()? };
    let mut buffer = [0; 4];
    lower.encode_utf8(&mut buffer).bytes().next().map(usize::from)
}

/// Whether a letter belongs to a script that writes no spaces between words.
fn is_unspaced(character: char) -> bool {
    u32::from(character) >= 0x2E80
}

const SIGNS: &[(&str, Comparison)] = &[
    ("<=", AtMost),
    (">=", AtLeast),
    ("≤", AtMost),
    ("≥", AtLeast),
    ("⩽", AtMost),
    ("⩾", AtLeast),
    ("=<", AtMost),
    ("<", Less),
    (">", Greater),
    ("＜", Less),
    ("＞", Greater),
];

/// Words that bound the number behind them.
const BEFORE: &[(Comparison, &[&str])] = &[
    (AtMost, &[
        "no more than", "not more than", "no longer than", "not exceed", "not exceeding", "less than or equal to", "at most", "up to", "within",
        "in at most", "maximum", "max", "max.", "limited to", "capped at", "no máximo", "como máximo", "no más de", "hasta", "até", "au plus",
        "au maximum", "jusqu'à", "höchstens", "maximal", "bis zu", "innerhalb von", "не более", "не больше", "максимум", "до", "не превышает",
        "不超过", "不高于", "不大于", "小于等于", "最多", "最大", "不多于", "최대",
    ]),
    (AtLeast, &[
        "no less than", "not less than", "no fewer than", "greater than or equal to", "at least", "minimum", "min", "min.", "al menos", "como mínimo",
        "por lo menos", "pelo menos", "no mínimo", "ao menos", "au moins", "au minimum", "mindestens", "wenigstens", "не менее", "не меньше",
        "минимум", "不低于", "不少于", "不小于", "大于等于", "至少", "达到", "最低", "最小", "최소",
    ]),
    (Less, &[
        "less than", "fewer than", "lower than", "faster than", "smaller than", "shorter than", "under", "below", "menos de", "inferior a", "menor que",
        "menor a", "por debajo de", "abaixo de", "moins de", "inférieur à", "inférieure à", "weniger als", "kleiner als", "unter", "менее", "меньше",
        "ниже", "小于", "少于", "低于",
    ]),
    (Greater, &[
        "more than", "greater than", "higher than", "larger than", "over", "above", "exceeds", "exceed", "más de", "superior a", "mayor que", "mayor a",
        "por encima de", "mais de", "maior que", "acima de", "plus de", "supérieur à", "supérieure à", "mehr als", "größer als", "über", "более",
        "больше", "свыше", "выше", "大于", "高于", "超过", "多于",
    ]),
];

/// Words that bound the number before them.
const BEHIND: &[(Comparison, &[&str])] = &[
    (AtLeast, &[
        "or more", "or better", "or higher", "or greater", "or above", "and above", "o más", "ou mais", "ou plus", "oder mehr", "и более", "以上", "이상",
        "minimum", "at least",
    ]),
    (AtMost, &[
        "or less", "or fewer", "or lower", "or below", "or under", "or faster", "max", "maximum", "o menos", "ou menos", "ou moins", "oder weniger",
        "и менее", "以下", "以内", "之内", "이하", "이내", "at most",
    ]),
    (Less, &["未満", "未满", "미만"]),
    (Greater, &["超", "초과"]),
];

/// The comparison that ends right before a number, and where it starts.
pub(super) fn compared(before: &str) -> Option<(Comparison, usize)> {
    let bare = before.trim_end_matches([' ', '`', '~', '≈', '$', '€', '*', '\u{a0}', '"']);
    // No sign ends in a letter or a digit.
    let signs = if bare.ends_with(|c: char| c.is_ascii_alphanumeric()) { &[] } else { SIGNS };
    for (sign, comparison) in signs {
        if bare.ends_with(sign) {
            // `->` is an arrow, `<name>` a placeholder.
            let arrow = bare.ends_with("->") || bare.ends_with("=>");
            if *sign == ">" && (arrow || is_placeholder(bare)) {
                return None;
            }
            return Some((*comparison, bare.len() - sign.len()));
        }
    }
    const LONGEST: usize = 28;
    let tail_start = bare.char_indices().rev().nth(LONGEST).map_or(0, |(at, _)| at);
    let tail = bare.get(tail_start..)?.to_lowercase();
    let tail = tail.trim_end_matches(" of").trim_end_matches(':').trim_end_matches(" a");
    let mut best: Option<(&str, Comparison)> = None;
    let last = tail.bytes().next_back().map(usize::from);
    for (words, comparison) in last.and_then(|last| BEFORE_BY_LAST.get(last)).into_iter().flatten() {
        let ends = tail.strip_suffix(words).is_some_and(|rest| {
            words.chars().next().is_some_and(is_unspaced) || !rest.ends_with(char::is_alphanumeric)
        });
        if ends && best.is_none_or(|(known, _)| words.len() > known.len()) {
            best = Some((words, *comparison));
        }
    }
    best.map(|(words, comparison)| (comparison, floor(before, bare.len().saturating_sub(words.len()))))
}

/// The character boundary at or before a byte.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The comparison that stands right behind a number and its unit, and how long it is.
pub(super) fn compared_behind(behind: &str) -> Option<(Comparison, usize)> {
    let bare = behind.trim_start();
    let skipped = behind.len() - bare.len();
    // Letters outside of ASCII are compared as they are written.
    let first = usize::from(bare.bytes().next()?.to_ascii_lowercase());
    BEHIND_BY_FIRST.get(first)?.iter().find_map(|(word, comparison)| {
        let fits = starts_with_ignoring_case(bare, word)
            && bare.get(word.len()..).is_some_and(|rest| {
                word.chars().next().is_some_and(is_unspaced) || !rest.starts_with(char::is_alphanumeric)
            });
        fits.then_some((*comparison, skipped + word.len()))
    })
}

/// Whether a `>` closes a name in angle brackets.
fn is_placeholder(before: &str) -> bool {
    let name = |c: &char| !matches!(c, '<' | '>');
    before.trim_end_matches('>').chars().rev().take(80).find(|c| !name(c)) == Some('<')
}
