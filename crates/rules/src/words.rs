//! What a short statement says, as the set of its words: whatever their order, their form, and the words that only join them.

use abide_template::Fnv;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{BTreeSet, HashSet};
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

/// Every word of a statement is looked up in each.
type Words<T> = HashSet<T, BuildHasherDefault<Fnv>>;

static EMPTY_WORDS: LazyLock<Words<&str>> = LazyLock::new(|| EMPTY.split_whitespace().collect());
static REMOVING_WORDS: LazyLock<Words<&str>> = LazyLock::new(|| REMOVALS.split_whitespace().collect());
static DOING_WORDS: LazyLock<Words<String>> = LazyLock::new(|| DOINGS.split_whitespace().map(stem).collect());
static DENYING_WORDS: LazyLock<Words<&str>> = LazyLock::new(|| DENIALS.split_whitespace().collect());

/// The words of a statement that carry its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    words: BTreeSet<String>,
    /// Whether it says that something is not so.
    pub(crate) denies: bool,
    /// Whether it says that something is to go or to change.
    pub(crate) removes: bool,
}

/// Words that join others, and verbs that say no more than that something is wanted.
const EMPTY: &str = "
    a an the of for to in on at by as with from into via and or that this these which be is are was it its their our we they will must shall should may can able would
    support supports supporting supported provide provides providing allow allows allowing enable enables enabling implement implementing implementation add adding introduce
    introducing include including offer offering have has having let make using use system users user any all new out scope goal non between other each every own within per also through
    do does aim aims plan plans planned intend intends intended want wants seek seeks part
    data feature features functionality capability capabilities ability option options
    el la los las un una de del en con por para y o que al se os do da dos das em um uma e ao soportar permitir añadir implementar soporte usuarios sistema suporte adicionar usuários
    le les des du et ou à au aux dans sur pour avec par une permettre ajouter prendre charge
    der die das den dem ein eine einer eines und oder von vom zu zum zur im mit für auf als unterstützung unterstützen ermöglichen nutzer
    и или в на с для из по к поддержка поддерживать добавить
    지원 제공 기능 구현 추가 및
";

const DENIALS: &str = "
    no not never without none don't won't doesn't isn't
    sin nunca jamás pas sans ne kein keine keinen nicht ohne não sem не без нет
";

const REMOVALS: &str = "
    avoid avoiding prevent preventing remove removing removal eliminate eliminating replace replacing stop stopping reduce reducing change changing deprecate deprecating
    eliminar quitar reemplazar reducir evitar supprimer remplacer réduire éviter entfernen ersetzen vermeiden reduzieren remover substituir удалить заменить
";

/// Verbs that add nothing to what they are said of: to "send push notifications" is to have them.
const DOINGS: &str = "
    work works working run runs running send sends sending show shows showing display displays displaying handle handles handling perform performs performing manage manages
    managing create creates creating generate generates generating deliver delivers delivering get gets be enviar mostrar gestionar envoyer afficher gérer senden anzeigen verwalten
";

impl Said {
    /// The words of a statement; nothing where it says too little or too much to be compared.
    pub(crate) fn read(text: &str) -> Option<Said> {
        const MOST: usize = 24;
        let mut words = BTreeSet::new();
        let (mut denies, mut removes) = (false, false);
        // A remark in brackets or behind a dash explains, and an id in front says nothing.
        let text = without_id(text);
        let end = end_of_statement(text);
        let whole = text;
        let text = text.get(..end.unwrap_or(text.len())).unwrap_or(text);
        for word in text.split(|letter: char| !(letter.is_alphanumeric() || letter == '\'' || letter == '_'))
        {
            let lower = word.trim_matches('\'').to_lowercase();
            // "l'envoi", "d'export"
            let lower = match lower.split_once('\'') {
                Some((article, rest)) if article.chars().count() <= 2 => rest.to_owned(),
                _ => lower,
            };
            if DENYING_WORDS.contains(lower.as_str()) {
                denies = true;
            } else if REMOVING_WORDS.contains(lower.as_str()) {
                removes = true;
            } else if !lower.is_empty() && !EMPTY_WORDS.contains(lower.as_str()) {
                words.insert(stem(&lower));
            }
        }
        // "Out of scope: the rest" says what it says behind the label.
        if words.is_empty()
            && let Some((_, rest)) = whole.split_once([':', '：'])
            && !rest.contains([':', '：'])
        {
            return Self::read(rest.trim());
        }
        let long = |word: &String| {
            let letters = word.chars().count();
            letters >= 5 || letters >= 3 && word.chars().all(is_of_east)
        };
        let enough = words.len() >= 2 || words.iter().any(long);
        (enough && words.len() <= MOST).then_some(Said { words, denies, removes })
    }

    /// The words.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Whether this says all that `other` says, and little more.
    pub(crate) fn says_all_of(&self, other: &Said) -> bool {
        let topic = other.words.len() > 1;
        let more = self.words.iter().filter(|word| !other.words.contains(*word));
        let more = more.filter(|word| !(topic && DOING_WORDS.contains(word.as_str()))).count();
        // Of one or two words, each matters.
        let few = more * 3 <= other.words.len();
        few && self.removes == other.removes && other.words.is_subset(&self.words)
    }
}

/// The phrases of a table: words joined by `|`.
pub(crate) fn phrases(table: &'static str) -> impl Iterator<Item = &'static str> + Clone {
    table.split('|').map(str::trim).filter(|phrase| !phrase.is_empty())
}

/// Whether a non-goal says itself how it goes with the goals: an exception, a later time, another document.
pub(crate) fn stop_reason(text: &str) -> bool {
    const WORDS: &str = "beyond | except | other than | unless | more than | only | future | later | separate | follow-up | phase | v2 | existing | automatic | already | full
        | advanced | initial | first | yet | currently | más allá | salvo | excepto | futur | posterior | sauf | ultérieur | außer | später | zukünftig | exceto
        | além | depois | 以外 | 将来 | 今後 | 後続 | 외에 | 향후 | 除外 | 未来 | кроме | позже | будущ";
    static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(phrases(WORDS)).ok());
    let lower = text.to_lowercase();
    let mut found = SEARCH.iter().flat_map(|search| search.find_overlapping_iter(&lower));
    found.any(|found| {
        let word = lower.get(found.range()).unwrap_or_default();
        let before = lower.get(..found.start()).and_then(|before| before.chars().next_back());
        !word.is_ascii() || !before.is_some_and(char::is_alphanumeric)
    })
}

/// Where a statement ends and a remark, a reason or another statement begins.
fn end_of_statement(text: &str) -> Option<usize> {
    const MARKS: &[&str] = &[
        "(",
        "（",
        " — ",
        " – ",
        " - ",
        ": ",
        "：",
        ". ",
        "。",
        "; ",
        " because ",
        ", since ",
        ", as ",
        ", which ",
        " so that ",
        " in order to ",
    ];
    static SEARCH: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(MARKS).ok());
    let first = SEARCH.as_ref()?.find(text)?.start();
    if first > 0 {
        return Some(first);
    }
    // A mark at the very start ends nothing, and is not looked for behind it.
    let found = MARKS.iter().filter_map(|mark| memchr::memmem::find(text.as_bytes(), mark.as_bytes()));
    found.filter(|at| *at > 0).min()
}

/// A statement without the `FR-1:` in front of it.
fn without_id(text: &str) -> &str {
    match text.split_once(": ") {
        Some((id, rest))
            if id.len() <= 16 && id.bytes().any(|byte| byte.is_ascii_digit()) && !id.contains(' ') =>
        {
            rest
        }
        _ => text,
    }
}

/// A word without the ending that its form gives it: "exporting", "exports" and "exported" are "export".
fn stem(word: &str) -> String {
    const LEAST: usize = 4;
    const ENDINGS: &[&str] = &[
        "ations", "ation", "ings", "ing", "ed", "ers", "er", "ies", "es", "s", "y", "e", "ción", "ciones",
        "ado", "ada", "ar", "en", "ung", "ungen", "ement",
    ];
    if !word.chars().all(char::is_alphabetic) {
        return word.to_owned();
    }
    if word.chars().any(is_of_east) {
        return bare_of_east(word).to_owned();
    }
    // "notification" and "notify"
    let replaced: String;
    let word = if word.contains("ification") {
        replaced = word.replace("ifications", "ify").replace("ification", "ify");
        &replaced
    } else {
        word
    };
    let cut = ENDINGS
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .filter(|rest| rest.chars().count() >= LEAST);
    let bare = cut.min_by_key(|rest| rest.len()).unwrap_or(word);
    // "printing" and "print", "planning" and "plan"
    let mut letters: Vec<char> = bare.chars().collect();
    if letters.len() > LEAST && letters.last() == letters.get(letters.len() - 2) {
        letters.pop();
    }
    // "envoyer" and "envoi", "applying" and "applies"
    if letters.len() > LEAST && matches!(letters.last(), Some('y' | 'i' | 'e')) {
        letters.pop();
    }
    letters.into_iter().collect()
}

/// Letters of scripts whose words say more with fewer of them.
fn is_of_east(letter: char) -> bool {
    u32::from(letter) >= 0x2E80
}

/// A word of Chinese, Japanese or Korean without what only says that it is wanted or done, and without its particle.
fn bare_of_east(word: &str) -> &str {
    const BEFORE: &str = "支持 提供 实现 允许 支援 實現 允許";
    const BEHIND: &str = "できるようにすること できるようにする することができる できること できる すること する への対応 に対応 対応 の提供 の実装 機能 功能 을 를 은 는 이 가 의 에 로";
    let mut bare = word;
    for start in BEFORE.split(' ') {
        bare = bare.strip_prefix(start).filter(|rest| !rest.is_empty()).unwrap_or(bare);
    }
    let cut =
        BEHIND.split(' ').find_map(|end| bare.strip_suffix(end)).filter(|rest| rest.chars().count() >= 2);
    cut.unwrap_or(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Said {
        Said::read(text).expect(text)
    }

    #[test]
    fn the_same_in_other_words() {
        for (one, other) in [
            ("CSV export of orders", "Exporting orders as CSV"),
            ("Support bulk import", "Bulk imports (from files)"),
            ("FR-1: Users MUST be able to cancel orders", "Cancelling an order"),
            ("SMS notifications for recipients", "Notifying recipients by SMS"),
            ("Members MUST be able to share points with other members", "Sharing points between members"),
            ("Envoyer un rappel par e-mail", "L'envoi de rappels par e-mail"),
            ("注文を CSV でエクスポートする", "注文を CSV でエクスポートすること"),
            (
                "The system shall work offline so that nobody waits",
                "We do not aim to work offline; nobody asked",
            ),
            ("System MUST send push notifications", "Push notifications"),
            ("支持离线模式", "离线模式"),
            ("오프라인 모드를 지원", "오프라인 모드 지원"),
            ("Mehrere Mandanten", "Unterstützung für mehrere Mandanten"),
        ] {
            assert!(said(one).says_all_of(&said(other)), "{:?} {:?}", said(one), said(other));
        }
    }

    #[test]
    fn something_else() {
        for (one, other) in [
            ("CSV export", "CSV export of archived orders"),
            ("Replace the cache of the mobile client by a queue", "Mobile client"),
            ("Import orders", "Export orders"),
            ("Send monthly invoices", "Showing monthly invoices"),
        ] {
            assert!(!said(one).says_all_of(&said(other)), "{one} {other}");
        }
        assert!(said("No downtime").denies);
        assert_eq!(Said::read("the of"), None);
    }
}
