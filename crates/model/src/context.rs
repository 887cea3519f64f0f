//! What readers are given: the document, what its sections are about, and its blocks found once for all.

use crate::fence::{CodeLine, Fence};
use crate::grid::{self, Grid};
use crate::marks::{Mark, Marks};
use crate::readers::event::carried;
use crate::shape::{self, Definitions};
use crate::statement::{self, Statement};
use crate::tabled;
use crate::{Kind, Outline, topic};
use abide_syntax::{Document, NodeId, NodeKind, Section, SectionId, TextRange};
use abide_template::Concept;
use aho_corasick::{AhoCorasick, MatchKind};
use std::cell::OnceCell;
use std::sync::LazyLock;

/// The statements of a section's lists: its own, and those that a label gives to another kind.
#[derive(Default)]
struct Lists {
    own: Vec<Statement>,
    adopted: Vec<(Kind, Statement)>,
}

/// What a reader sees.
pub struct Context<'a> {
    /// The document.
    pub document: &'a Document,
    /// What its sections are about.
    pub outline: Outline,
    /// The lists of each section, read at the first call.
    lists: Vec<OnceCell<Lists>>,
    grids: Vec<Grid<'a>>,
    marks: Marks,
    fences: Vec<Fence>,
    /// The lines of each code block: most are asked for by several readers.
    code_lines: Vec<Vec<CodeLine<'a>>>,
    definitions: OnceCell<Vec<(Fence, Definitions)>>,
}

impl<'a> Context<'a> {
    /// Prepares a document for the readers.
    pub fn new(document: &'a Document) -> Self {
        let count = document.sections().len();
        let mut grids = Vec::new();
        let mut fences = Vec::new();
        let mut marks = Marks::new(document);
        let mut html_end = 0;
        for (at, node) in document.nodes().iter().enumerate() {
            match node.kind {
                NodeKind::Table => {
                    let id = NodeId(at as u32);
                    grids.extend(Grid::new(document, document.section_at(node.range.start), id));
                }
                NodeKind::Code { .. } => {
                    let id = NodeId(at as u32);
                    fences.extend(Fence::new(document, document.section_at(node.range.start), id));
                }
                NodeKind::Html => {
                    marks.node(document, *node);
                    // A table may go on in the blocks behind.
                    if node.range.start() >= html_end
                        && let Some((grid, end)) =
                            Grid::html(document, document.section_at(node.range.start), NodeId(at as u32))
                    {
                        html_end = end;
                        grids.push(grid);
                    }
                }
                _ => marks.node(document, *node),
            }
        }
        let lists = (0..count).map(|_| OnceCell::new()).collect();
        let mut outline = Outline::new(document);
        tabled::tell(document, &grids, &mut outline);
        outline.settle();
        let code_lines = fences.iter().map(|fence| fence.lines(document)).collect();
        Self { document, outline, lists, grids, marks, fences, code_lines, definitions: OnceCell::new() }
    }

    /// All sections with their ids, the root first.
    pub fn sections(&self) -> impl Iterator<Item = (SectionId, &'a Section)> + use<'a> {
        self.document.sections().iter().enumerate().map(|(at, section)| (SectionId(at as u32), section))
    }

    /// The sections whose statements are of a kind.
    pub fn sections_of(&self, kind: Kind) -> impl Iterator<Item = (SectionId, &'a Section)> + '_ {
        self.sections().filter(move |(id, _)| self.outline.holds(*id, kind))
    }

    /// The statements in the lists of a section's own body, but for those that a label gives to another kind.
    pub fn statements(&self, section: SectionId) -> &[Statement] {
        self.lists(section).map_or(&[], |lists| &lists.own)
    }

    /// The statements that a label gives to a kind, whatever their section is about: those below "Acceptance criteria:" in
    /// a section on tasks are checks.
    pub(crate) fn adopted(&self, kind: Kind) -> impl Iterator<Item = &Statement> {
        let labelled = self.sections().filter(|(_, section)| self.marked(Mark::Label, section.body));
        let lists = labelled.filter_map(|(id, _)| self.lists(id));
        lists
            .flat_map(|lists| &lists.adopted)
            .filter(move |(given, _)| *given == kind)
            .map(|(_, statement)| statement)
    }

    /// The statements of a section that are of a kind by what they themselves say.
    pub(crate) fn adopted_in(&self, section: SectionId, kind: Kind) -> impl Iterator<Item = &Statement> {
        let adopted = self.lists(section).map_or(&[] as &[_], |lists| &lists.adopted);
        adopted.iter().filter(move |(given, _)| *given == kind).map(|(_, statement)| statement)
    }

    fn lists(&self, section: SectionId) -> Option<&Lists> {
        let cell = self.lists.get(section.index())?;
        Some(cell.get_or_init(|| {
            let blocks = self.document.section_blocks(section);
            let mut lists = Lists::default();
            let kinds = self.outline.kinds(section);
            let sentences =
                kinds.iter().any(|kind| matches!(kind, Kind::Requirement | Kind::Check | Kind::Goal));
            for statement in statement::of_blocks(self.document, section, blocks, sentences) {
                // What an option risks is part of the option.
                let apart = || {
                    self.outline
                        .within(section, &[Concept::Alternatives, Concept::Alternative, Concept::Decisions])
                };
                let topic = topic::own_topic(&statement.text).filter(|_| !apart()).or(statement.topic);
                let carries = self.marked(Mark::Payload, statement.whole)
                    && carried::message(self.document, &statement).is_some();
                let variable = || {
                    kinds.iter().any(|kind| matches!(kind, Kind::Requirement | Kind::Goal | Kind::Check))
                        && !kinds.contains(&Kind::Setting)
                        && is_variable_alone(self.document.slice(statement.range))
                };
                match topic.and_then(|topic| self.outline.given(section, topic)) {
                    _ if variable() => lists.adopted.push((Kind::Setting, statement)),
                    _ if carries => lists.adopted.push((Kind::Event, statement)),
                    Some(kind) => lists.adopted.push((kind, statement)),
                    None => lists.own.push(statement),
                }
            }
            lists
        }))
    }

    /// The paragraphs of a section's own body that start with a name in bold, as statements.
    pub(crate) fn led(&self, section: SectionId) -> impl Iterator<Item = Statement> + '_ {
        let paragraphs = self.paragraphs(section);
        paragraphs.filter_map(move |(id, _)| statement::led(self.document, section, id))
    }

    /// All tables, in source order.
    pub fn grids(&self) -> &[Grid<'a>] {
        &self.grids
    }

    /// The tables of a section's own body.
    pub fn grids_of(&self, section: SectionId) -> impl Iterator<Item = &Grid<'a>> {
        // Tables stand in source order, and so do sections.
        let from = self.grids.partition_point(|grid| grid.section < section);
        self.grids.iter().skip(from).take_while(move |grid| grid.section == section)
    }

    /// Whether a word that gives such a statement away stands within these bytes.
    pub(crate) fn marked(&self, mark: Mark, range: TextRange) -> bool {
        self.marks.any_in(mark, range)
    }

    /// Whether such a word stands anywhere in the document.
    pub(crate) fn has(&self, mark: Mark) -> bool {
        self.marks.any(mark)
    }

    /// Where such words stand, in source order.
    pub(crate) fn places(&self, mark: Mark) -> &[u32] {
        self.marks.places(mark)
    }

    /// The own body of a section, without its subsections.
    pub(crate) fn body(&self, section: SectionId) -> TextRange {
        self.document.section(section).map_or(TextRange::default(), |section| section.body)
    }

    /// All code blocks, in source order.
    pub fn fences(&self) -> &[Fence] {
        &self.fences
    }

    /// The code blocks of a section's own body.
    pub fn fences_of(&self, section: SectionId) -> impl Iterator<Item = &Fence> {
        let from = self.fences.partition_point(|fence| fence.section < section);
        self.fences.iter().skip(from).take_while(move |fence| fence.section == section)
    }

    /// The lines of one of the code blocks, without the fences and without the prefix of a quote or list around them.
    pub(crate) fn code_lines(&self, fence: &Fence) -> &[CodeLine<'a>] {
        let at = self.fences.partition_point(|known| known.node < fence.node);
        self.code_lines.get(at).map_or(&[], Vec::as_slice)
    }

    /// What the code blocks define, those that define nothing left out; read at the first call.
    pub(crate) fn definitions(&self) -> &[(Fence, Definitions)] {
        self.definitions.get_or_init(|| {
            let read =
                |fence: &Fence| (fence.clone(), shape::read(self.document, fence, self.code_lines(fence)));
            self.fences
                .iter()
                .filter(|fence| !illustrates(fence.range.slice(self.document.text())))
                .map(read)
                .filter(|(_, definitions)| *definitions != Definitions::default())
                .collect()
        })
    }

    /// The paragraphs of a section's own body, as readable text.
    pub fn paragraphs(&self, section: SectionId) -> impl Iterator<Item = (NodeId, TextRange)> + '_ {
        self.document.section_blocks(section).filter_map(|id| {
            let node = self.document.node(id);
            (node.kind == NodeKind::Paragraph && !self.is_heading(id)).then_some((id, node.range))
        })
    }

    /// The lines of a range without emphasis and code marks, each with its place.
    pub(crate) fn lines(&self, range: TextRange) -> Vec<(String, TextRange)> {
        let text = self.document.text();
        let line = |line: &str| {
            let range = TextRange::of_slice(text, line.trim())?;
            Some((line.trim().trim_end_matches('\\').replace("**", "").replace('`', ""), range))
        };
        range.slice(text).lines().filter_map(line).collect()
    }

    /// The block that stands right before another, in the same block.
    pub(crate) fn before(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.document.node(id).parent;
        let mut at = NodeId(id.0.checked_sub(1)?);
        // The node before in the arena is the last within the block before.
        while self.document.node(at).parent != parent {
            if at == parent || at.0 == 0 {
                return None;
            }
            at = self.document.node(at).parent;
        }
        (at != parent).then_some(at)
    }

    /// Whether a paragraph serves as a heading.
    pub fn is_heading(&self, id: NodeId) -> bool {
        let sections = self.document.sections();
        sections.binary_search_by_key(&id, |section| section.heading).is_ok()
    }

    /// The readable text of a node.
    pub fn text(&self, id: NodeId) -> String {
        crate::text::plain(self.document, NodeId(id.0), self.document.node(id).end)
    }

    /// The whole of a section with its subsections.
    pub fn whole(&self, section: SectionId) -> TextRange {
        self.document.section(section).map_or(TextRange::default(), |section| section.range)
    }

    /// Whether a node is a table.
    pub fn is_table(&self, id: NodeId) -> bool {
        grid::is_table(self.document, id)
    }
}

/// Whether an entry is nothing but a variable of the environment, perhaps with its value: "`PRESS_PORT=8080`".
fn is_variable_alone(source: &str) -> bool {
    let Some(code) = source.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) else { return false };
    let (name, value) = code.split_once('=').unwrap_or((code, ""));
    name.contains('_') && crate::text::is_upper_snake(name) && !value.contains(['`', ' '])
}

/// Whether code shows what works and what does not, or is a program that uses what is specified: it defines nothing.
fn illustrates(code: &str) -> bool {
    static MARKS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let marks = [
            "//~",
            "// ERROR",
            "// error",
            "// Error",
            "// OK",
            "// Ok",
            "// ok",
            "# ERROR",
            "# error:",
            "fn main()",
        ];
        // Leftmost, for only that is searched with vector instructions.
        AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(marks).ok()
    });
    MARKS.as_ref().is_some_and(|marks| marks.is_match(code))
}
