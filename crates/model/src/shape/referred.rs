//! What remarks say of keys: that a field is the primary one, and what a foreign one refers to.

/// `FK → users.id`, `FK to users`, `references users(id)`.
pub(crate) fn referred(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    // Most remarks refer to nothing.
    if lower.is_ascii()
        && !["fk", "references ", "foreign key", "chave estrangeira"].iter().any(|word| lower.contains(word))
    {
        return None;
    }
    for phrase in [
        "fk → ",
        "fk -> ",
        "fk to ",
        "fk: ",
        "fk(",
        "references ",
        "foreign key to ",
        "foreign key → ",
        "foreign key -> ",
        "foreign key: ",
        "foreign key (",
        "外键，关联 ",
        "外键，指向 ",
        "外键关联 ",
        "外键 → ",
        "外键 -> ",
        "外键: ",
        "外键：",
        "外部キー → ",
        "외래 키 → ",
        "외래키 → ",
        "clave foránea a ",
        "llave foránea a ",
        "clave foránea → ",
        "fremdschlüssel auf ",
        "fremdschlüssel zu ",
        "clé étrangère vers ",
        "chave estrangeira para ",
        "внешний ключ на ",
    ] {
        if let Some(at) = lower.find(phrase)
            && lower.len() == text.len()
        {
            let rest = text.get(at + phrase.len()..)?.trim_start_matches(['`', ' ']);
            let end = rest
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '(' | ')')))
                .unwrap_or(rest.len());
            let target = rest.get(..end)?.trim_end_matches(['.', ')']);
            let target = if target.contains('(') { format!("{target})") } else { target.to_owned() };
            return (!target.is_empty()).then_some(target);
        }
    }
    None
}

/// Whether a remark says that a field is the primary key.
pub(crate) fn is_primary(text: &str) -> bool {
    const PHRASES: &[&str] = &[
        "primary key",
        "主键",
        "主キー",
        "기본 키",
        "기본키",
        "clave primaria",
        "llave primaria",
        "primärschlüssel",
        "clé primaire",
        "chave primária",
        "первичный ключ",
    ];
    let lower = text.to_lowercase();
    PHRASES.iter().any(|phrase| lower.contains(phrase))
}
