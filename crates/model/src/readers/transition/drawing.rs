//! The signs of a drawing: where its words and boxes stand, and which lines lead from one to another.

/// A wider drawing is cut off.
const COLUMNS: usize = 240;
/// So long may words stand in a line: `──submit──>`.
const LABEL: usize = 40;
/// A line does not go on for longer.
const STEPS: usize = 1000;

/// A state in a drawing: the word, or the box around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place<'w> {
    pub word: &'w str,
    pub row: usize,
    top: usize,
    bottom: usize,
    left: usize,
    right: usize,
}

impl Place<'_> {
    /// Whether lines are drawn around it.
    pub(super) fn is_boxed(&self) -> bool {
        self.top < self.bottom
    }

    /// Whether no small letter stands in it.
    pub(super) fn is_in_capitals(&self, drawing: &Drawing) -> bool {
        (self.left..=self.right).all(|column| !drawing.at((self.row, column)).is_lowercase())
    }

    pub(super) fn is_bracketed(&self, drawing: &Drawing) -> bool {
        drawing.at((self.row, self.left)) == '[' && drawing.at((self.row, self.right)) == ']'
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Right,
    Left,
    Down,
    Up,
}

impl Way {
    const ALL: [Way; 4] = [Way::Right, Way::Left, Way::Down, Way::Up];

    fn back(self) -> Way {
        match self {
            Way::Right => Way::Left,
            Way::Left => Way::Right,
            Way::Down => Way::Up,
            Way::Up => Way::Down,
        }
    }

    fn is_flat(self) -> bool {
        matches!(self, Way::Right | Way::Left)
    }

    fn next(self, (row, column): (usize, usize)) -> Option<(usize, usize)> {
        Some(match self {
            Way::Right => (row, column + 1),
            Way::Left => (row, column.checked_sub(1)?),
            Way::Down => (row + 1, column),
            Way::Up => (row.checked_sub(1)?, column),
        })
    }

    /// Whether a sign is the head of an arrow that points this way.
    fn is_head(self, sign: char) -> bool {
        match self {
            Way::Right => matches!(sign, '>' | '▶' | '►' | '→' | '➜' | '⟶'),
            Way::Left => matches!(sign, '<' | '◀' | '◄' | '←' | '⟵'),
            Way::Down => matches!(sign, 'v' | 'V' | '▼' | '↓'),
            Way::Up => matches!(sign, '^' | '▲' | '↑'),
        }
    }
}

/// The ways in which a line goes on from a sign, where it comes in by one.
fn onward(sign: char, way: Way) -> Vec<Way> {
    let open: &[Way] = match sign {
        '─' | '━' | '═' | '-' | '=' | '╌' | '┄' => &[Way::Right, Way::Left],
        '│' | '┃' | '║' | '|' | '╎' | '┆' | ':' => &[Way::Down, Way::Up],
        '┌' | '╔' | '╭' => &[Way::Right, Way::Down],
        '┐' | '╗' | '╮' => &[Way::Left, Way::Down],
        '└' | '╚' | '╰' => &[Way::Right, Way::Up],
        '┘' | '╝' | '╯' => &[Way::Left, Way::Up],
        '├' => &[Way::Right, Way::Down, Way::Up],
        '┤' => &[Way::Left, Way::Down, Way::Up],
        '┬' => &[Way::Right, Way::Left, Way::Down],
        '┴' => &[Way::Right, Way::Left, Way::Up],
        '┼' | '+' => &Way::ALL,
        _ if way.is_head(sign) || way.back().is_head(sign) => return vec![way],
        _ => return Vec::new(),
    };
    if !open.contains(&way.back()) {
        return Vec::new();
    }
    open.iter().copied().filter(|onward| *onward != way.back()).collect()
}

/// The signs of a drawing, by line and column.
pub(super) struct Drawing(Vec<Vec<char>>);

impl Drawing {
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        Self(lines.map(|line| line.chars().take(COLUMNS).collect()).collect())
    }

    fn at(&self, (row, column): (usize, usize)) -> char {
        self.0.get(row).and_then(|line| line.get(column)).copied().unwrap_or(' ')
    }

    /// Where the words of a machine stand alone.
    pub(super) fn places<'w>(&self, words: &'w [String]) -> Vec<Place<'w>> {
        let part = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '.' | '/');
        let mut found = Vec::new();
        for (row, line) in self.0.iter().enumerate() {
            let mut column = 0;
            while let Some(sign) = line.get(column) {
                if !part(*sign) {
                    column += 1;
                    continue;
                }
                // A hyphen between letters is part of a word; in a line there are more of them.
                let joins = |at: usize| {
                    let behind = line.get(at + 1).is_some_and(|sign| sign.is_alphanumeric());
                    line.get(at) == Some(&'-')
                        && at > column
                        && behind
                        && line.get(at - 1).is_some_and(|sign| part(*sign))
                };
                let within = |at: &usize| line.get(*at).is_some_and(|sign| part(*sign)) || joins(*at);
                let length = (column..line.len()).take_while(within).count();
                let said: String = line.iter().skip(column).take(length).collect::<String>().to_lowercase();
                if let Some(word) = words.iter().find(|word| word.to_lowercase() == said) {
                    found.push(self.boxed(word, row, column, column + length - 1));
                }
                column += length;
            }
        }
        found
    }

    /// A word with the box around it, where there is one.
    fn boxed<'w>(&self, word: &'w str, row: usize, left: usize, right: usize) -> Place<'w> {
        // Brackets belong to the word between them.
        let before = left.checked_sub(1).filter(|before| self.at((row, *before)) == '[');
        let (left, right) = match before.filter(|_| self.at((row, right + 1)) == ']') {
            Some(before) => (before, right + 1),
            None => (left, right),
        };
        let bare = Place { word, row, top: row, bottom: row, left, right };
        let upright = |sign: char| matches!(sign, '│' | '┃' | '║' | '|' | '├' | '┤');
        let corner = |sign: char| {
            matches!(sign, '┌' | '┐' | '└' | '┘' | '╭' | '╮' | '╰' | '╯' | '╔' | '╗' | '╚' | '╝' | '+')
        };
        let blank = |column: &usize| self.at((row, *column)) == ' ';
        let west = (0..left).rev().find(|column| !blank(column));
        let east = (right + 1..COLUMNS).find(|column| !blank(column));
        let (Some(west), Some(east)) = (west, east) else { return bare };
        let sides = upright(self.at((row, west))) && upright(self.at((row, east)));
        let corners = |row: usize| corner(self.at((row, west))) && corner(self.at((row, east)));
        let top = (0..row).rev().take(3).find(|row| corners(*row));
        let bottom = (row + 1..self.0.len()).take(3).find(|row| corners(*row));
        match (top, bottom) {
            (Some(top), Some(bottom)) if sides => Place { word, row, top, bottom, left: west, right: east },
            _ => bare,
        }
    }

    /// The changes that are drawn among places; none where an arrow is left over, for then the drawing is not understood.
    pub(super) fn changes<'p, 'w>(&self, places: &'p [Place<'w>]) -> Vec<(&'p Place<'w>, &'p Place<'w>)> {
        let (mut found, mut read) = (Vec::new(), Vec::new());
        for from in places {
            for (cell, way) in self.exits(from) {
                for (to, head) in self.follow(cell, way, places) {
                    read.push(head);
                    if to != from && !found.contains(&(from, to)) {
                        found.push((from, to));
                    }
                }
            }
        }
        let all = self.heads();
        let left = |head: &&(usize, usize)| !read.contains(*head) && !self.opens(**head, places);
        if all.iter().any(|head| left(&head)) { Vec::new() } else { found }
    }

    /// Whether a head points down at the first of all states from words that are none: how the machine is started.
    fn opens(&self, head: (usize, usize), places: &[Place]) -> bool {
        let (row, column) = head;
        let over = |place: &&Place| place.top == row + 1 && (place.left..=place.right).contains(&column);
        let line =
            (0..row).rev().take_while(|row| matches!(self.at((*row, column)), '│' | '┃' | '|')).count();
        Way::Down.is_head(self.at(head))
            && places.iter().any(|place| over(&place))
            && places.iter().all(|place| place.top > row)
            && row.checked_sub(line + 1).is_some_and(|row| {
                let sign = self.at((row, column));
                sign.is_alphanumeric() || matches!(sign, ' ' | '(' | ')' | '/' | '_')
            })
    }

    /// The heads of all arrows; a letter is one below or above a line alone.
    fn heads(&self) -> Vec<(usize, usize)> {
        let upright = |cell: Option<(usize, usize)>| {
            cell.is_some_and(|cell| matches!(self.at(cell), '│' | '┃' | '║' | '|' | '┐' | '┌' | '┬' | '+'))
        };
        let mut found = Vec::new();
        for (row, line) in self.0.iter().enumerate() {
            for (column, sign) in line.iter().enumerate() {
                let cell = (row, column);
                let head = match sign {
                    'v' | 'V' => upright(Way::Up.next(cell)),
                    // "≥" in two signs.
                    '<' | '>'
                        if self.at((row, column + 1)) == '='
                            && column.checked_sub(1).is_none_or(|before| self.at((row, before)) == ' ') =>
                    {
                        false
                    }
                    sign => Way::ALL.iter().any(|way| way.is_head(*sign)),
                };
                found.extend(head.then_some(cell));
            }
        }
        found
    }

    /// Where lines may leave a place.
    fn exits(&self, place: &Place) -> Vec<((usize, usize), Way)> {
        let mut exits = Vec::new();
        for row in place.top..=place.bottom {
            for (edge, way) in [(place.right, Way::Right), (place.left, Way::Left)] {
                let Some(mut cell) = way.next((row, edge)) else { continue };
                // A blank between a word and its arrow.
                if self.at(cell) == ' ' {
                    let Some(next) = way.next(cell) else { continue };
                    cell = next;
                }
                exits.push((cell, way));
            }
        }
        for column in place.left..=place.right {
            exits.extend(Way::Down.next((place.bottom, column)).map(|cell| (cell, Way::Down)));
            exits.extend(Way::Up.next((place.top, column)).map(|cell| (cell, Way::Up)));
        }
        exits
    }

    /// The places to whose side a line leads that ends there in a head, with that head.
    fn follow<'p, 'w>(
        &self,
        cell: (usize, usize),
        way: Way,
        places: &'p [Place<'w>],
    ) -> Vec<(&'p Place<'w>, (usize, usize))> {
        let inside = |cell: (usize, usize)| {
            places.iter().find(|place| {
                (place.top..=place.bottom).contains(&cell.0) && (place.left..=place.right).contains(&cell.1)
            })
        };
        let mut found = Vec::new();
        let mut seen = Vec::new();
        let mut ahead = vec![(cell, way)];
        // What comes in by a head and parts further on comes from elsewhere.
        let backward = way.back().is_head(self.at(cell));
        while let Some((cell, way)) = ahead.pop() {
            if seen.len() > STEPS || seen.contains(&(cell, way)) {
                continue;
            }
            seen.push((cell, way));
            let ways = onward(self.at(cell), way);
            if backward && ways.len() > 1 {
                continue;
            }
            for onward in ways {
                let Some(mut next) = onward.next(cell) else { continue };
                if self.at(next) == ' ' && way.is_head(self.at(cell)) {
                    next = onward.next(next).unwrap_or(next);
                }
                match inside(next) {
                    Some(to) if onward.is_head(self.at(cell)) => found.push((to, cell)),
                    Some(_) => {}
                    // A head with a blank behind it ends a line.
                    None if onward.is_head(self.at(cell)) && onward.next(cell) != Some(next) => {}
                    None => {
                        let behind = self.past_label(next, onward, &|cell| inside(cell).is_some());
                        ahead.extend(behind.map(|cell| (cell, onward)));
                    }
                }
            }
        }
        found
    }

    /// The cell at which a line goes on behind the words that stand in it; none where they are those of a state.
    fn past_label(
        &self,
        cell: (usize, usize),
        way: Way,
        is_place: &dyn Fn((usize, usize)) -> bool,
    ) -> Option<(usize, usize)> {
        let lettered = |cell: (usize, usize)| {
            let sign = self.at(cell);
            sign.is_alphanumeric() || matches!(sign, ' ' | '_' | '(' | ')' | '/' | ',' | '\'')
        };
        if !way.is_flat() || !lettered(cell) {
            return Some(cell);
        }
        let mut at = cell;
        for _ in 0..LABEL {
            at = way.next(at)?;
            if is_place(at) {
                return None;
            }
            if !lettered(at) {
                return Some(at);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(drawn: &str) -> Vec<String> {
        let words: Vec<String> =
            ["planned", "active", "paused", "closed"].iter().map(|word| (*word).to_owned()).collect();
        let drawing = Drawing::of(drawn.lines());
        let places = drawing.places(&words);
        drawing.changes(&places).into_iter().map(|(from, to)| format!("{} {}", from.word, to.word)).collect()
    }

    #[test]
    fn words_with_lines_between_them() {
        let drawn =
            "planned ──> active <──> paused\n              │            │\n              └──> closed <┘\n";
        assert_eq!(
            changes(drawn),
            ["planned active", "active paused", "active closed", "paused active", "paused closed"]
        );
    }

    #[test]
    fn boxes_and_labels() {
        let drawn = "\
+---------+  start   +--------+
| planned |--------->| active |
+---------+          +--------+
                         |
                         v
                     +--------+
                     | closed |
                     +--------+
";
        assert_eq!(changes(drawn), ["planned active", "active closed"]);
        assert_eq!(changes("planned --start--> active --end--> closed"), ["planned active", "active closed"]);
    }

    #[test]
    fn lines_without_heads_are_no_changes() {
        assert_eq!(changes("planned --- active\n   |\nclosed"), [""; 0]);
        assert_eq!(changes("planned | active | closed"), [""; 0]);
    }

    #[test]
    fn a_state_in_a_line_is_no_label() {
        assert_eq!(changes("planned <── active ──> closed"), ["active closed", "active planned"]);
        assert_eq!(changes("planned --- active --> closed"), ["active closed"]);
        assert_eq!(changes("planned --> begin --> closed"), [""; 0]);
    }

    #[test]
    fn an_arrow_that_leads_nowhere_leaves_the_drawing_unread() {
        assert_eq!(changes("planned --> active --> (somewhere)"), [""; 0]);
        assert_eq!(changes("planned --> active --> closed   (> 5 days)"), [""; 0]);
    }
}
