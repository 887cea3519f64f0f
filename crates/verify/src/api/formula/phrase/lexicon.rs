//! Words for numbers, shares and spans, and words that narrow nothing.

const NUMBERS: &[(&str, f64)] = &[
    ("zero", 0.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("eighteen", 18.0),
    ("twenty", 20.0),
    ("twenty-five", 25.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("seventy-five", 75.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];

/// A number in words or digits.
pub fn number(word: &str) -> Option<f64> {
    let told = NUMBERS.iter().find(|(known, _)| *known == word).map(|(_, number)| *number);
    told.or_else(|| word.replace([',', '_'], "").parse().ok())
}

/// By what a number of parts is divided: "three quarters".
pub fn parts(word: &str) -> Option<f64> {
    const PARTS: &[(&str, f64)] = &[
        ("half", 2.0),
        ("halves", 2.0),
        ("third", 3.0),
        ("quarter", 4.0),
        ("fourth", 4.0),
        ("fifth", 5.0),
        ("sixth", 6.0),
        ("eighth", 8.0),
        ("tenth", 10.0),
    ];
    let single = word.strip_suffix('s').unwrap_or(word);
    PARTS.iter().find(|(known, _)| *known == word || *known == single).map(|(_, parts)| *parts)
}

/// How many months a unit of the calendar has.
pub fn months(word: &str) -> Option<f64> {
    match word {
        "month" | "months" => Some(1.0),
        "year" | "years" => Some(12.0),
        _ => None,
    }
}

/// What may stand behind a value and narrows nothing: it is the one that was sent.
pub const SENT: &[&[&str]] = &[
    &["that", "were", "asked", "for"],
    &["that", "was", "asked", "for"],
    &["that", "were", "given"],
    &["that", "was", "given"],
    &["that", "were", "sent"],
    &["that", "was", "sent"],
    &["that", "were", "requested"],
    &["that", "was", "requested"],
    &["that", "were", "entered"],
    &["that", "was", "entered"],
    &["of", "the", "request"],
    &["in", "the", "request"],
    &["from", "the", "request"],
    &["asked", "for"],
    &["requested"],
];
