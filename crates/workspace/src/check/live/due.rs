//! Which documents are to be checked again.

/// A flag for each document, and where to look for the next.
#[derive(Debug)]
pub(super) struct Due {
    flags: Vec<bool>,
    count: usize,
    next: usize,
}

impl Due {
    /// Those of the documents that were asked about.
    pub(super) fn new(asked: impl Iterator<Item = bool>) -> Self {
        let flags: Vec<bool> = asked.collect();
        Self { count: flags.iter().filter(|due| **due).count(), flags, next: 0 }
    }

    pub(super) fn add(&mut self, number: usize) {
        if let Some(due) = self.flags.get_mut(number).filter(|due| !**due) {
            *due = true;
            self.count += 1;
            self.next = self.next.min(number);
        }
    }

    /// Whether it was due; it is no more.
    pub(super) fn take(&mut self, number: usize) -> bool {
        let Some(due) = self.flags.get_mut(number).filter(|due| **due) else { return false };
        *due = false;
        self.count -= 1;
        true
    }

    /// Up to so many, which are due no more.
    pub(super) fn take_some(&mut self, most: usize) -> Vec<usize> {
        let mut taken = Vec::new();
        while taken.len() < most && self.next < self.flags.len() && self.count > 0 {
            if self.take(self.next) {
                taken.push(self.next);
            }
            self.next += 1;
        }
        taken
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }
}
