//! Verbs of relations in other languages, between two names in code or behind them.

/// Verbs that stand between the names, longer ones first, with what they say about numbers.
const BETWEEN: &[(&str, &str)] = &[
    ("tiene muchos", "1:N"),
    ("tiene muchas", "1:N"),
    ("tiene varios", "1:N"),
    ("tiene varias", "1:N"),
    ("tiene un", "1:1"),
    ("contiene", "1:N"),
    ("pertenece a", "N:1"),
    ("referencia a", "N:1"),
    ("possède plusieurs", "1:N"),
    ("a plusieurs", "1:N"),
    ("possède un", "1:1"),
    ("contient", "1:N"),
    ("appartient à", "N:1"),
    ("référence", "N:1"),
    ("hat mehrere", "1:N"),
    ("hat viele", "1:N"),
    ("hat genau", "1:1"),
    ("hat ein", "1:1"),
    ("enthält", "1:N"),
    ("gehört zu", "N:1"),
    ("verweist auf", "N:1"),
    ("tem muitos", "1:N"),
    ("tem muitas", "1:N"),
    ("tem vários", "1:N"),
    ("contém", "1:N"),
    ("pertence a", "N:1"),
    ("содержит", "1:N"),
    ("имеет много", "1:N"),
    ("имеет несколько", "1:N"),
    ("имеет", ""),
    ("принадлежит", "N:1"),
    ("ссылается на", "N:1"),
    ("包含多个", "1:N"),
    ("拥有多个", "1:N"),
    ("有多个", "1:N"),
    ("對應多個", "1:N"),
    ("包含", "1:N"),
    ("拥有", ""),
    ("属于", "N:1"),
    ("屬於", "N:1"),
    ("引用", "N:1"),
    ("关联", ""),
    ("關聯", ""),
];

/// Japanese and Korean put the verb last: "`A` は複数の `B` を持つ", "`A`는 `B`에 속한다".
const BEHIND: &[(&str, &str)] = &[
    ("に属", "N:1"),
    ("を参照", "N:1"),
    ("に紐づ", "N:1"),
    ("に紐付", "N:1"),
    ("を持", ""),
    ("を含", "1:N"),
    ("がある", ""),
    ("を所有", ""),
    ("에 속", "N:1"),
    ("를 참조", "N:1"),
    ("을 참조", "N:1"),
    ("를 가", ""),
    ("을 가", ""),
    ("를 포함", "1:N"),
    ("을 포함", "1:N"),
];

/// Heads of columns that tell to what an entity relates.
pub(super) const RELATING: &[&str] = &[
    "relationships",
    "relations",
    "related to",
    "relates to",
    "relaciones",
    "beziehungen",
    "つながり",
    "関連",
    "関係",
    "リレーション",
    "관계",
    "关系",
    "关联",
    "связи",
];

/// What stands before the second name and says that there are several of it.
const MANY: &[&str] = &["複数", "多数", "いくつ", "여러", "다수"];

/// What the words between two names, and those behind the second, say about numbers where they relate the two.
pub(super) fn verb(between: &str, behind: &str) -> Option<&'static str> {
    let lower = between.to_lowercase();
    let stands = |verb: &str| {
        crate::text::find_word(&lower, verb).is_some() || !verb.is_ascii() && lower.contains(verb)
    };
    if let Some((_, cardinality)) = BETWEEN.iter().find(|(verb, _)| stands(verb)) {
        return Some(cardinality);
    }
    let behind = behind.trim_start();
    let (_, cardinality) = BEHIND.iter().find(|(verb, _)| behind.starts_with(verb))?;
    let several = cardinality.is_empty() && MANY.iter().any(|word| between.contains(word));
    Some(if several { "1:N" } else { cardinality })
}
