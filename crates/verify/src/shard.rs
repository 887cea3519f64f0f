//! A run split over several machines.

use std::str::FromStr;

/// One of several parts of a run, which together try everything once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: u64,
    of: u64,
}

impl Shard {
    /// Whether an item is of this part. It depends on the item alone, so that a part stays what it is when others come and go.
    pub fn holds(self, spec: &str, id: &str) -> bool {
        let digest = blake3::hash(abide_model::qualified(spec, id).as_bytes());
        let mut first = [0; 8];
        for (to, from) in first.iter_mut().zip(digest.as_bytes()) {
            *to = *from;
        }
        u64::from_le_bytes(first) % self.of == self.number - 1
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts =
            text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match parts {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => Err(format!("`{text}` is no part of a run; write `1/3` for the first of three")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_is_of_exactly_one_part() {
        let parts: Vec<Shard> = ["1/3", "2/3", "3/3"].iter().map(|part| part.parse().unwrap()).collect();
        let mut sizes = [0; 3];
        for number in 0..300 {
            let holding: Vec<usize> =
                (0..3).filter(|at| parts[*at].holds("specs/a.md", &format!("FR-{number}"))).collect();
            assert_eq!(holding.len(), 1);
            sizes[holding[0]] += 1;
        }
        assert!(sizes.iter().all(|size| *size > 60), "{sizes:?}");
    }

    #[test]
    fn the_only_part_is_everything() {
        assert!("1/1".parse::<Shard>().unwrap().holds("specs/a.md", "FR-1"));
    }

    #[test]
    fn what_is_no_part_is_refused() {
        for wrong in ["0/3", "4/3", "1", "a/b", "1/0", ""] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
