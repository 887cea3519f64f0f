//! User stories.

use super::Reader;
use crate::grid::Grid;
use crate::heads;
use crate::items::Draft;
use crate::marks::Mark;
use crate::spoken;
use crate::text::{self, find_word};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, SectionId, TextRange};
use abide_template::Concept;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

pub(super) const READER: Reader = Reader {
    name: "story",
    kinds: &[Kind::Story],
    documentation: "\
\"As a role, I can (or want) something so that it has a value\": in a bullet, a paragraph, over several lines, or in the columns of a \
table; in Spanish, French, German and Portuguese too. A `User Story 2: …` heading is the story where no such sentence stands under it.",
    read,
};

/// How a story starts, how its wish starts, how its value starts.
const SHAPES: &[(&[&str], &[&str], &[&str])] = &[
    (
        &["as a ", "as an ", "as the "],
        &[
            "i want to ",
            "i want ",
            "i can ",
            "i'd like to ",
            "i would like to ",
            "i would like ",
            "i need to ",
            "i need ",
            "i should be able to ",
            "i must be able to ",
            "we want to ",
            "we want ",
            "i am able to ",
            "i wish to ",
        ],
        &["so that i can ", "so that ", "so i can ", "in order to ", "so "],
    ),
    (
        &["como "],
        &["quiero ", "puedo ", "necesito ", "quero ", "posso ", "preciso "],
        &["para que ", "para ", "a fin de "],
    ),
    (
        &["en tant que ", "en tant qu'"],
        &["je veux ", "je peux ", "je souhaite ", "j'aimerais "],
        &["afin de ", "afin que ", "pour que ", "pour "],
    ),
    (&["als "], &["möchte ich ", "kann ich ", "will ich "], &["damit ", "um "]),
    (
        &["作为", "作為"],
        &["我希望", "我想要", "我想", "我需要", "我要", "我可以", "希望", "想要"],
        &["以便于", "以便", "从而", "從而", "这样", "這樣"],
    ),
    (&["как "], &["я хочу ", "я могу ", "хочу ", "мне нужно "], &["чтобы "]),
];

fn read(context: &Context, items: &mut Items) {
    let document = context.document;
    let mut told: Vec<SectionId> = Vec::new();
    let nodes = if context.has(Mark::Story) { document.nodes() } else { &[] };
    for (at, node) in nodes.iter().enumerate() {
        let id = abide_syntax::NodeId(at as u32);
        // The mark stands where the paragraph or item starts.
        let head = TextRange { start: node.range.start, end: node.range.start + 1 };
        if !matches!(node.kind, NodeKind::Paragraph | NodeKind::Item { .. })
            || !context.marked(Mark::Story, head)
        {
            continue;
        }
        let (range, text) = match node.kind {
            NodeKind::Paragraph => {
                let Some(range) = start_of_story(document.slice(node.range))
                    .map(|offset| TextRange::new(node.range.start() + offset, node.range.end()))
                else {
                    continue;
                };
                (range, context.text(id))
            }
            NodeKind::Item { .. }
                if document.nodes().get(at + 1).is_some_and(|next| next.kind.is_inline()) =>
            {
                if start_of_story(document.slice(node.range)).is_none() {
                    continue;
                }
                let Some(own) = crate::statement::own(document, SectionId::ROOT, id, false, &[], 0) else {
                    continue;
                };
                (own.range, own.text)
            }
            _ => continue,
        };
        let section = document.section_at(node.range.start);
        // Where stories stand, the wish may go without its verb.
        let plainly = || told_plainly(&text).filter(|_| context.outline.holds(section, Kind::Story));
        let Some(story) = parse(&text).or_else(plainly) else { continue };
        told.push(section);
        items.push(
            Draft::new(Kind::Story, section, range.trim(document.text()))
                .text(&text)
                .said("role", Some(&story.role))
                .said("action", Some(&story.action))
                .said("value", story.value.as_deref()),
        );
    }
    for grid in context.grids() {
        whole(grid, items);
        if !grid
            .heads
            .iter()
            .any(|head| head.contains("want") || head.contains("so that") || head.contains("quiero"))
        {
            continue;
        }
        let role = grid.exact_column(heads::STORY_ROLE);
        let wish = grid.column(heads::STORY_WISH);
        let value = grid.column(heads::STORY_VALUE);
        let (Some(role), Some(wish), Some(value)) = (role, wish, value) else { continue };
        for row in grid.filled_rows() {
            let (Some(who), Some(what)) = (row.said(Some(role)), row.said(Some(wish))) else { continue };
            let id = row.said(grid.exact_column(heads::ID)).filter(|id| text::leading_code(id).is_some());
            items.push(
                Draft::new(Kind::Story, grid.section, row.range)
                    .written(id)
                    .text(format!("As a {who}, I want {what}"))
                    .field("role", who)
                    .field("action", what)
                    .said("value", row.said(Some(value))),
            );
        }
    }
    blocks(context, &mut told, items);
    headings(context, items, &told);
}

/// Stories in a plain block, where stories stand.
fn blocks(context: &Context, told: &mut Vec<SectionId>, items: &mut Items) {
    for (id, _) in context.sections_of(Kind::Story) {
        for fence in context.fences_of(id).filter(|fence| spoken::is_plain(fence)) {
            let opens = |line: &str| start_of_story(line).is_some();
            for said in spoken::paragraphs(context.document, fence, opens) {
                if !opens(&said.text) {
                    continue;
                }
                let Some(story) = parse(&said.text) else { continue };
                told.push(id);
                items.push(
                    Draft::new(Kind::Story, id, said.range)
                        .text(&said.text)
                        .said("role", Some(&story.role))
                        .said("action", Some(&story.action))
                        .said("value", story.value.as_deref()),
                );
            }
        }
    }
}

/// Stories that stand whole in one column.
fn whole(grid: &Grid, items: &mut Items) {
    const HEADS: &[&str] = &[
        "story",
        "user story",
        "user stories",
        "stories",
        "historia",
        "historia de usuario",
        "récit",
        "récit utilisateur",
        "user storys",
        "história",
        "história de usuário",
        "ユーザーストーリー",
        "사용자 스토리",
        "用户故事",
        "описание",
        "description",
    ];
    let Some(column) = grid.exact_column(HEADS) else { return };
    for row in grid.filled_rows() {
        let Some(said) = row.said(Some(column)) else { continue };
        if start_of_story(said).is_none() {
            continue;
        }
        let Some(story) = parse(said).or_else(|| told_plainly(said)) else { continue };
        let id = row.said(grid.exact_column(heads::ID)).filter(|id| text::leading_code(id).is_some());
        items.push(
            Draft::new(Kind::Story, grid.section, row.range)
                .written(id)
                .text(said)
                .said("role", Some(&story.role))
                .said("action", Some(&story.action))
                .said("value", story.value.as_deref()),
        );
    }
}

/// "As a guest, I see the menu": a wish without its verb, where stories stand.
fn told_plainly(text: &str) -> Option<Story> {
    let rest = ["As a ", "As an ", "As the "].iter().find_map(|start| text.strip_prefix(start))?;
    let (role, action) = rest.split_once(", I ").or_else(|| rest.split_once(", we "))?;
    let (action, value) =
        action.split_once(" so that ").map_or((action, None), |(action, value)| (action, Some(value)));
    let clean = |part: &str| part.trim().trim_matches([',', '.']).to_owned();
    let told = !role.is_empty() && !action.is_empty() && !text::is_placeholder(role);
    told.then(|| Story { role: clean(role), action: clean(action), value: value.map(clean) })
}

/// Whether a statement is a user story.
pub(super) fn is_story(text: &str) -> bool {
    start_of_story(text).is_some() && parse(text).is_some()
}

struct Story {
    role: String,
    action: String,
    value: Option<String>,
}

/// Where a story may start within the first words of a text.
fn start_of_story(source: &str) -> Option<usize> {
    if !may_start_story(source) {
        return None;
    }
    let head: String = source.chars().take(80).flat_map(char::to_lowercase).collect();
    let plain = head.replace(['*', '_'], "");
    if trailing(source).is_some() {
        return Some(0);
    }
    let starts = SHAPES.iter().flat_map(|(starts, _, _)| starts.iter());
    let found = starts.filter_map(|start| plain.find(start)).min()?;
    // A label or an id may stand before it: "US-1: As a …".
    let before = plain.get(..found)?;
    let coded = || text::leading_code(&before.to_uppercase()).is_some_and(|(_, rest)| rest.trim().is_empty());
    (before.trim_end().is_empty()
        || coded()
        || before.trim_end().ends_with([':', ')', '.', '-', ']', '—', '>']))
    .then_some(0)
}

/// A glance at a text in ASCII: few hold the words that start a story.
fn may_start_story(source: &str) -> bool {
    static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let starts = SHAPES.iter().flat_map(|(starts, _, _)| starts.iter());
        AhoCorasick::builder().ascii_case_insensitive(true).build(starts).ok()
    });
    let head = source.get(..source.len().min(80));
    let plain = head.filter(|head| source.is_ascii() && !head.contains(['*', '_']));
    plain.is_none_or(|head| SEARCH.as_ref().is_none_or(|search| search.is_match(head)))
}

fn parse(text: &str) -> Option<Story> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    if let Some(story) = trailing(text) {
        return Some(story);
    }
    SHAPES.iter().find_map(|(starts, wishes, values)| {
        let (start, length) =
            starts.iter().filter_map(|start| lower.find(start).map(|at| (at, start.len()))).min()?;
        if start > 60 {
            return None;
        }
        let rest = lower.get(start + length..)?;
        let (wish, wish_length) = wishes
            .iter()
            .filter_map(|wish| rest.find(wish).map(|at| (at, std::cmp::Reverse(wish.len()))))
            .min()?;
        let role = text.get(start + length..start + length + wish)?;
        if role.split_whitespace().count() > 14 {
            return None;
        }
        let behind = start + length + wish + wish_length.0;
        let tail = lower.get(behind..)?;
        let value = values
            .iter()
            .filter_map(|value| find_phrase(tail, value).map(|at| (at, std::cmp::Reverse(value.len()))))
            .min();
        let (action, value) = match value {
            Some((at, length)) => (text.get(behind..behind + at)?, text.get(behind + at + length.0..)),
            None => (text.get(behind..)?, None),
        };
        let clean = |part: &str| {
            part.trim().trim_matches([',', '.', ' ', '*', '`', ';', '，', '。', '、']).to_owned()
        };
        let (role, action) = (clean(role), clean(action));
        (!role.is_empty() && !action.is_empty() && !text::is_placeholder(&role) && !action.starts_with('['))
            .then(|| Story { role, action, value: value.map(clean) })
    })
}

/// "会員として、本を予約したい。待たずに借りるためだ": the role first, and the wish at the end of its clause.
fn trailing(text: &str) -> Option<Story> {
    const ROLES: &[&str] = &["として、", "として,", "으로서", "로서"];
    const WISHES: &[&str] = &["たい", "欲しい", "ほしい", "싶다", "싶습니다", "싶어", "원한다"];
    const LONGEST_ROLE: usize = 24;
    let (at, role) =
        ROLES.iter().filter_map(|role| text.find(role).map(|at| (at, *role))).min_by_key(|(at, _)| *at)?;
    let before = text.get(..at)?;
    let who = before.rsplit([':', '：']).next()?.trim();
    let behind = text.get(at + role.len()..)?.trim_start_matches([',', '、', ' ']);
    let wish = WISHES.iter().filter_map(|wish| behind.find(wish).map(|at| at + wish.len())).min()?;
    let action = behind.get(..wish)?;
    // What stands before "ため" is what it is good for, as is the sentence behind the wish.
    let (value, action) = match action.split_once("ために、").or_else(|| action.split_once("위해 ")) {
        Some((value, action)) => (value, action),
        None => (behind.get(wish..)?, action),
    };
    let clean = |part: &str| part.trim().trim_matches(['。', '.', '、', ',', ' ']).to_owned();
    let named = !who.is_empty() && who.chars().count() <= LONGEST_ROLE;
    let value = Some(clean(value)).filter(|value| !value.is_empty());
    named.then(|| Story { role: clean(who), action: clean(action), value })
}

fn find_phrase(text: &str, phrase: &str) -> Option<usize> {
    let word = phrase.trim();
    let at = find_word(text, word.split(' ').next()?)?;
    if text.get(at..)?.starts_with(phrase) {
        Some(at)
    } else {
        text.find(&format!(" {phrase}")).map(|at| at + 1)
    }
}

/// `User Story 2 - Title` headings that no sentence tells.
fn headings(context: &Context, items: &mut Items, told: &[SectionId]) {
    for (id, section) in context.sections().skip(1) {
        let title = section.title.as_ref();
        let bare = title.trim_start_matches(|c: char| !c.is_alphabetic());
        if !bare.starts_with(['u', 'U', 's', 'S', 'h', 'H']) {
            continue;
        }
        let lower = bare.to_lowercase();
        let Some(rest) = ["user story ", "story ", "historia de usuario ", "us-", "us"]
            .iter()
            .find_map(|start| lower.strip_prefix(start))
        else {
            continue;
        };
        if !rest.starts_with(|c: char| c.is_ascii_digit())
            || !context.outline.within(id, &[Concept::UserStories])
        {
            continue;
        }
        let inside = |inner: &SectionId| {
            context.document.section(*inner).is_some_and(|inner| section.range.contains(inner.range))
        };
        let unfilled = title.contains('[') && title.contains(']');
        if !told.iter().any(inside) && !unfilled {
            items.push(Draft::new(Kind::Story, id, section.title_range).text(title));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        stories_in_their_forms,
        "# T\n## User Stories\n- As a `clerk`, I can print labels so that parcels leave.\n- **US-2**: As an admin, I want to see all\n- As a `<role>`, I can `<action>` so that `<value>`.\n\n**As a** user\n**I want** to log in\n**So that** I am known\n\n## Historias\nComo cliente, quiero pagar para recibir mi pedido.\n",
        [
            "3 story \"As a clerk, I can print labels so that parcels leave.\" role=clerk action=print labels value=parcels leave",
            "4 story \"US-2: As an admin, I want to see all\" role=admin action=see all",
            "7 story \"As a user I want to log in So that I am known\" role=user action=log in value=I am known",
            "12 story \"Como cliente, quiero pagar para recibir mi pedido.\" role=cliente action=pagar value=recibir mi pedido",
        ]
    );
    reader_test!(
        headings_without_a_sentence,
        "# T\n## User Stories\n### User Story 1 - Print (Priority: P1)\nA clerk prints.\n### User Story 2 - See\nAs a boss I want to see it all so that I know.\n### User Story 3 - [Brief Title]\n",
        [
            "3 story \"User Story 1 - Print (Priority: P1)\"",
            "6 story \"As a boss I want to see it all so that I know.\" role=boss action=see it all value=I know",
        ]
    );
    reader_test!(
        wishes_without_their_verb,
        "# T\n## User Stories\n1. As an operator, I change the tray and restart.\n## Notes\n- As a rule, I wash the rollers.\n",
        [
            "3 story \"As an operator, I change the tray and restart.\" role=operator action=change the tray and restart"
        ]
    );
    reader_test!(
        columns,
        "# T\n## Stories\n| As a | I want | So that |\n|---|---|---|\n| clerk | labels | they stick |\n",
        ["5 story \"As a clerk, I want labels\" role=clerk action=labels value=they stick"]
    );
    reader_test!(
        other_languages,
        "# T\n## Stories\n- 作为顾客，我希望取号，以便不用排队\n- Как клиент, я хочу войти, чтобы видеть счета\n- 会員として、本を予約したい。待ちたくないからだ\n- 회원으로서, 책을 예약하고 싶다\n- 例として、図がある\n",
        [
            "3 story \"作为顾客，我希望取号，以便不用排队\" role=顾客 action=取号 value=不用排队",
            "4 story \"Как клиент, я хочу войти, чтобы видеть счета\" role=клиент action=войти value=видеть счета",
            "5 story \"会員として、本を予約したい。待ちたくないからだ\" role=会員 action=本を予約したい value=待ちたくないからだ",
            "6 story \"회원으로서, 책을 예약하고 싶다\" role=회원 action=책을 예약하고 싶다",
        ]
    );
    reader_test!(
        stories_in_one_column,
        "# T\n## Requirements\n| # | Title | User Story |\n|---|---|---|\n| 1 | Earn | As a buyer, I want to earn points so that I pay less |\n| 2 | Log | The log is kept |\n",
        [
            "5 story \"As a buyer, I want to earn points so that I pay less\" role=buyer action=earn points value=I pay less"
        ]
    );
}
