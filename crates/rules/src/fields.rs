//! Metadata fields by name: how a document may spell one, and where it may say it.

use crate::Context;
use crate::ranges::Ranges;
use abide_syntax::{Document, Field, NodeKind, SectionId, TextRange};
use abide_template::{Fnv, lines, normalise};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::{LazyLock, OnceLock};

/// Names that mean the same, in the languages that specifications are written in; a line for each meaning.
const SAME: &str = "
    status | state | stage | estado | statut | état | 状態 | ステータス | 状态 | 상태 | статус
    author | written by | autor | autora | autores | auteur | verfasser | 作者 | 作成者 | 著者 | 작성자 | автор | авторы
    owner | responsable | propietario | responsável | verantwortlich | 担当 | 担当者 | オーナー | 负责人 | 담당자 | владелец | ответственный
    created | creation date | date created | created on | created at | start date | date | fecha | fecha de creación | creado | créé | date de création | datum | erstellungsdatum | erstellt | data | criado | data de criação | 日付 | 作成日 | 日期 | 创建日期 | 创建时间 | 날짜 | 작성일 | дата | создано | дата создания
    updated | last updated | last update | last modified | updated at | updated on | última actualización | actualizado | mis à jour | dernière mise à jour | date de mise à jour | dernière modification | fecha de actualización | última modificación | aktualisiert | letzte aktualisierung | zuletzt aktualisiert | letzte änderung | atualizado | última atualização | last revised | revised | 更新日 | 最終更新 | 最終更新日 | 更新时间 | 更新日期 | 최종 수정 | 수정일 | обновлено | дата обновления
    version | versión | versão | バージョン | 版 | 版本 | 버전 | версия
    title | name | título | titre | titel | タイトル | 标题 | 제목 | название
    reviewer | reviewed by | revisores | relecteurs | レビュアー | 审阅人 | 리뷰어 | рецензенты
    priority | prioridad | priorité | priorität | prioridade | 優先度 | 优先级 | 우선순위 | приоритет
    tags | keywords | etiquetas | タグ | 标签 | 태그 | теги
    type | kind | tipo | typ | 種別 | 类型 | 유형 | тип
    depends on | dependencies | depende de | dépend de | abhängig von | 依存 | 依赖 | 의존성 | зависит от | зависимости
";

static MEANINGS: LazyLock<HashMap<String, usize, BuildHasherDefault<Fnv>>> = LazyLock::new(|| {
    let lines = SAME.lines().enumerate();
    lines.flat_map(|(at, line)| line.split('|').map(move |name| (bare(name), at))).collect()
});

/// The Latin letters that the names of each meaning begin with.
static INITIALS: LazyLock<HashMap<usize, u32>> = LazyLock::new(|| {
    let mut initials: HashMap<usize, u32> = HashMap::new();
    for (name, meaning) in MEANINGS.iter() {
        *initials.entry(*meaning).or_default() |= initial(name);
    }
    initials
});

/// The name of a field, to be compared without regard to case, accents, separators, plural and language.
pub(crate) struct Name {
    bare: String,
    /// Told apart only when asked for.
    words: OnceLock<Vec<String>>,
    written: String,
    meaning: Option<usize>,
    /// The letters that this name and those of its meaning begin with.
    initials: u32,
}

/// What a document labels, read once for all names and only when asked for.
pub(crate) struct Labels<'a> {
    document: &'a Document,
    /// The lines and cells that label something, outside code.
    everywhere: OnceCell<Vec<Label<'a>>>,
    /// What stands before a colon near the top, where several may stand in one line.
    among_others: OnceCell<Vec<Label<'a>>>,
    /// The words of labels near the top that are no known names.
    others: OnceCell<Vec<String>>,
    headings: OnceCell<Vec<Label<'a>>>,
}

/// A label, folded once for all names that it is compared with.
pub(crate) struct Label<'a> {
    text: &'a str,
    opening: Option<u32>,
    bare: OnceCell<String>,
}

impl<'a> Label<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, opening: opening(text), bare: OnceCell::new() }
    }

    /// Whether it says the same as a name.
    pub(crate) fn is(&self, name: &Name) -> bool {
        name.may_be(self.text, self.opening) && name.is_bare(self.bare())
    }

    fn bare(&self) -> &str {
        self.bare.get_or_init(|| bare(self.text))
    }
}

impl<'a> Labels<'a> {
    /// Nothing is read yet.
    pub(crate) fn new(context: &Context<'a>) -> Self {
        Self {
            document: context.document,
            everywhere: OnceCell::new(),
            among_others: OnceCell::new(),
            others: OnceCell::new(),
            headings: OnceCell::new(),
        }
    }

    /// Whether one of them is that name, outside code.
    fn hold(&self, name: &Name) -> bool {
        let document = self.document;
        let labels = self.everywhere.get_or_init(|| {
            let code = Ranges::of(document, |kind| matches!(kind, NodeKind::Code { .. }));
            let mut labels = Vec::new();
            lines::each_line(document, |line| {
                if let Some(label) = label(line).filter(|_| !code.touch(line.range)) {
                    labels.push(Label::new(label));
                }
            });
            labels
        });
        labels.iter().any(|label| label.is(name))
    }

    /// Whether a name is one of several fields on one line near the top: `**Status:** Draft · **Owner:** Ada`.
    fn hold_among_others(&self, title: Option<SectionId>, name: &Name) -> bool {
        let labels = self.among_others.get_or_init(|| {
            let document = self.document;
            let top = [Some(SectionId::ROOT), title];
            let bodies = top.iter().flatten().filter_map(|id| document.section(*id));
            let lines = bodies.flat_map(|section| document.slice(section.body).lines());
            let labels = lines.flat_map(|line| {
                let mut parts = line.split([':', '：']);
                // What follows the last colon labels nothing.
                parts.next_back();
                parts.map(|before| {
                    let label = before.trim_end_matches(['*', '_', '`', ' ']);
                    label.rsplit(['*', '|', '·', '•', ';', ',', '/', '(', '&']).next().unwrap_or(label)
                })
            });
            labels.map(Label::new).collect()
        });
        labels.iter().any(|label| label.is(name))
    }

    /// The words of labels near the top that are none of the known names.
    fn others(&self, known: &[Name]) -> &[String] {
        self.others.get_or_init(|| {
            let document = self.document;
            let second = document.section(SectionId(2));
            let end = second.map_or(document.text().len(), |second| second.range.start());
            lines::lines(document.text(), TextRange::new(0, end))
                .filter_map(label)
                .filter(|label| !known.iter().any(|known| known.is(label)))
                .flat_map(words)
                .collect()
        })
    }
}

impl Name {
    /// A name as written.
    pub(crate) fn new(name: &str) -> Self {
        let bare = bare(name);
        let meaning = MEANINGS.get(&bare).copied();
        let others = meaning.and_then(|meaning| INITIALS.get(&meaning)).copied().unwrap_or_default();
        let initials = initial(&bare) | others;
        Self { meaning, words: OnceLock::new(), written: name.to_owned(), initials, bare }
    }

    /// Whether another name says the same.
    pub(crate) fn is(&self, other: &str) -> bool {
        self.may_be(other, opening(other)) && self.is_bare(&bare(other))
    }

    fn is_bare(&self, other: &str) -> bool {
        self.bare == other || self.meaning.is_some_and(|meaning| MEANINGS.get(other) == Some(&meaning))
    }

    /// Whether another name may say the same by how it begins: most do not, and to compare in full costs much more.
    fn may_be(&self, other: &str, opening: Option<u32>) -> bool {
        const LONGEST: usize = 60;
        other.len() <= LONGEST && !self.bare.is_empty() && self.may_begin(opening)
    }

    fn may_begin(&self, opening: Option<u32>) -> bool {
        opening.is_none_or(|opening| self.initials & opening != 0)
    }

    /// The field of a document that has this name.
    pub(crate) fn find<'a>(&self, context: &'a Context) -> Option<&'a Field> {
        let labels = context.field_labels();
        let exact = |label: &Label| self.may_begin(label.opening) && label.bare() == self.bare;
        let at = labels.iter().position(exact).or_else(|| labels.iter().position(|label| label.is(self)))?;
        context.document.fields().get(at)
    }

    /// Whether a document says the field in any form: as metadata, under a heading of that name, or as a labelled line,
    /// cell or bullet anywhere.
    pub(crate) fn is_said<'a>(&self, context: &Context<'a>, labels: &Labels<'a>) -> bool {
        if self.find(context).is_some() || self.is("title") && context.outline.title.is_some() {
            return true;
        }
        let headings = || context.outline.headings.iter().map(|heading| Label::new(&heading.key)).collect();
        let headings: &Vec<Label> = labels.headings.get_or_init(headings);
        if headings.iter().any(|heading| heading.is(self)) {
            return true;
        }
        labels.hold(self) || labels.hold_among_others(context.outline.title, self)
    }

    /// Whether a label near the top that is none of `known` shares a word with this name: "Tracking Issue" may stand for
    /// "Project Issue".
    pub(crate) fn is_alike(&self, labels: &Labels, known: &[Name]) -> bool {
        let asked = self.words.get_or_init(|| words(&self.written));
        labels.others(known).iter().any(|word| asked.contains(word))
    }
}

/// The names of facts that several rules ask for.
pub(crate) static STATUS: LazyLock<Name> = LazyLock::new(|| Name::new("status"));
pub(crate) static VERSION: LazyLock<Name> = LazyLock::new(|| Name::new("version"));
pub(crate) static CREATED: LazyLock<Name> = LazyLock::new(|| Name::new("created"));
pub(crate) static UPDATED: LazyLock<Name> = LazyLock::new(|| Name::new("updated"));
pub(crate) static OWNER: LazyLock<Name> = LazyLock::new(|| Name::new("owner"));

/// What a line or cell labels: "Status" in `**Status:** Draft`.
fn label(line: lines::Line<'_>) -> Option<&str> {
    const LONGEST: usize = 60;
    let text = line.text.trim_start_matches(['*', '_', '`', '#', ' ']);
    // What stands behind the longest label cannot end one.
    let bytes = text.as_bytes();
    let bytes = bytes.get(..LONGEST + 1).unwrap_or(bytes);
    let plain = memchr::memchr2(b':', b'=', bytes);
    // The first bytes of the two marks that are not ASCII.
    let before = bytes.get(..plain.unwrap_or(bytes.len())).unwrap_or_default();
    let mut others = memchr::memchr2_iter(0xE2, 0xEF, before);
    let other = others.find(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(['：', '—'])));
    let end = other.or(plain);
    let end = end.or((line.cell && text.len() <= LONGEST).then_some(text.len()))?;
    text.get(..end)
}

/// The words of a name that tell it from others.
fn words(name: &str) -> Vec<String> {
    let words = normalise(name);
    let telling = |word: &&str| word.len() > 1 && !word.bytes().all(|byte| byte.is_ascii_digit());
    words.split(' ').filter(telling).map(bare).collect()
}

/// A bit for the letter that a bare name begins with, where it is a Latin one.
fn initial(bare: &str) -> u32 {
    bare.chars().next().map_or(0, letter_bit)
}

/// A bit for the letter that a name begins with; none where only the full comparison tells: "A. Status" and "IV) Status" are
/// numbered, and accents and other scripts are folded.
fn opening(name: &str) -> Option<u32> {
    if let [first, rest @ ..] = name.as_bytes()
        && first.is_ascii_alphabetic()
    {
        let plain = rest.first().is_none_or(|second| *second == b' ' || second.is_ascii_lowercase());
        return plain.then(|| letter_bit(char::from(*first)));
    }
    let mut letters = name.chars().skip_while(|letter| !letter.is_alphanumeric());
    let first = letters.next()?;
    let plain = letters.next().is_none_or(|second| second == ' ' || second.is_ascii_lowercase());
    (first.is_ascii_alphabetic() && plain).then(|| letter_bit(first))
}

fn letter_bit(letter: char) -> u32 {
    match letter.to_ascii_lowercase() {
        letter @ 'a'..='z' => 1 << (u32::from(letter) - u32::from('a')),
        _ => 0,
    }
}

fn bare(name: &str) -> String {
    let mut name = normalise(name);
    name.retain(|letter| letter != ' ');
    if name.len() > 3 && name.ends_with('s') && !name.ends_with("ss") && !name.ends_with("us") {
        name.pop();
    }
    name
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn names_that_are_one_and_names_that_are_not() {
        for (one, other) in [
            ("Last Updated", "last-updated"),
            ("status", "Estado"),
            ("reviewers", "Reviewer"),
            ("RFC PR", "rfc_pr"),
            ("created", "作成日"),
        ] {
            assert!(Name::new(one).is(other), "{one}, {other}");
        }
        for (one, other) in [("created", "updated"), ("status", "statement"), ("", ""), ("Owner", "Author")] {
            assert!(!Name::new(one).is(other), "{one}, {other}");
        }
    }
}
