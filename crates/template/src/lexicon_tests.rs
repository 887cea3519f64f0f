use super::*;
use crate::Concept::*;

fn first(title: &str) -> Option<Concept> {
    Concept::of_heading(title)
}

#[test]
fn english_headings_in_their_variants() {
    for (title, concept) in [
        ("Overview", Overview),
        ("1. 📋 Overview", Overview),
        ("Module/package layout (tree format)", Layout),
        ("Component diagram (ASCII)", ComponentDiagram),
        ("Data flow summary", DataFlow),
        ("Core entities", Entities),
        ("Key Entities *(include if feature involves data)*", Entities),
        ("Persistence notes", Persistence),
        ("✅ Acceptance Criteria Summary", AcceptanceCriteria),
        ("Non-Functional Requirements", NonFunctionalRequirements),
        ("Requirement: The tool keeps its word", Requirement),
        ("Scenario: A user comes back", Scenarios),
        ("User Story 2 - Read and annotate (Priority: P1)", UserStories),
        ("Phase 2: Core Features (Week 2)", Phase),
        ("Alternative 1: A queue", Alternative),
        ("Appendix C: Glossary", Glossary),
        ("Endpoint 1: POST /api/things", Endpoints),
        ("State Diagram - Request Lifecycle", States),
        ("Shared Cart Data Model", DataModel),
        ("Problem Statement: What hurts today?", ProblemStatement),
        ("Project Structure", Layout),
        ("Tech Stack", TechStack),
        ("Test Cases for the handler", TestPlan),
        ("Appendix: glossary", Glossary),
        ("Things to settle (open questions)", OpenQuestions),
        ("Future Enhancements (Out of Scope for MVP)", OutOfScope),
        ("Error taxonomy", ErrorCodes),
        ("Explicitly out of v1 (later)", OutOfScope),
        ("3.8 Migration from v1", Migration),
    ] {
        assert_eq!(first(title), Some(concept), "{title}");
    }
}

#[test]
fn other_languages() {
    for (title, concept) in [
        ("Criterios de aceptacion", AcceptanceCriteria),
        ("Fuera de alcance", OutOfScope),
        ("Alcance (cabe en 1 PR)", Scope),
        ("Exigences non fonctionnelles", NonFunctionalRequirements),
        ("Offene Fragen", OpenQuestions),
        ("Critérios de aceitação", AcceptanceCriteria),
        ("非機能要件", NonFunctionalRequirements),
        ("セキュリティ要件", Requirements),
        ("MVP でやらないこと", NonGoals),
        ("设计要求", Requirements),
        ("安全性要求（⚠️ 重要）", Requirements),
        ("当前技术栈", TechStack),
        ("エラーハンドリング", ErrorPaths),
        ("비기능 요구사항", NonFunctionalRequirements),
        ("공통 에러 코드", ErrorCodes),
        ("기술 스택 권장사항", TechStack),
        ("Plugin 状态机", States),
        ("Dependency Matrix", Dependencies),
        ("Configuration Structure (Updated)", Configuration),
        ("Goals for the migration", Goals),
        ("Цели миграции", Goals),
        ("Целевой Rust-стек", TechStack),
        ("验收标准", AcceptanceCriteria),
        ("Критерии приёмки", AcceptanceCriteria),
    ] {
        assert_eq!(first(title), Some(concept), "{title}");
    }
}

#[test]
fn a_compound_heading_has_several_concepts() {
    assert_eq!(concepts_of_heading("Open Questions / Risks"), [OpenQuestions, Risks]);
    assert_eq!(concepts_of_heading("7. Glossary / References"), [Glossary, References]);
    assert_eq!(concepts_of_heading("Context & Goal"), [Background, Goals]);
    assert_eq!(concepts_of_heading("Goals & Success Metrics"), [Goals, Targets]);
    assert_eq!(concepts_of_heading("API / インターフェース"), [Api]);
}

#[test]
fn a_heading_that_nobody_knows_has_none() {
    for title in ["", "`parcel start`", "Purple monkeys", "🎉", "The quick brown fox"] {
        assert_eq!(first(title), None, "{title}");
    }
}

#[test]
fn every_concept_has_a_heading() {
    let mut named: std::collections::HashSet<Concept> = std::collections::HashSet::new();
    named.extend(TABLES.iter().flat_map(|table| table.iter()).map(|(concept, _)| *concept));
    for concept in Concept::ALL {
        assert!(named.contains(concept), "{concept:?}");
    }
}

#[test]
fn phrases_that_look_normal_are() {
    for (concept, phrases) in TABLES.iter().flat_map(|table| table.iter()) {
        for phrase in phrases.split('|').map(|written| written.trim().trim_matches('*')) {
            assert!(!phrase.is_empty(), "{concept:?}");
            if heading::is_normal(phrase) {
                assert_eq!(heading::normalise_whole(phrase), phrase, "{concept:?}");
            }
        }
    }
}

#[test]
fn what_follows_tells_what_a_heading_is_about() {
    assert_eq!(concepts_of_heading("Included and excluded folders"), []);
    assert_eq!(concepts_of_heading("Appendix C: Glossary"), [Glossary]);
    assert_eq!(concepts_of_heading("Appendix A: Technical details"), [Appendix]);
    assert_eq!(concepts_of_heading("Included / Excluded"), [Goals, OutOfScope]);
}

#[test]
fn languages_that_put_the_noun_first() {
    assert_eq!(concepts_of_heading("3. Flux hebdomadaire cible"), [Workflows]);
    assert_eq!(concepts_of_heading("Flujo de alta de socios"), [Workflows]);
    assert_eq!(concepts_of_heading("Flux de données"), [DataFlow]);
    assert_eq!(concepts_of_heading("8. Non-fonctionnel"), [NonFunctionalRequirements]);
    assert_eq!(concepts_of_heading("12. Cas d’usage à tester (acceptation)"), [TestPlan]);
    assert_eq!(concepts_of_heading("1. Ziel des Projekts"), [Goals]);
    assert_eq!(concepts_of_heading("3.8 Statusmodell"), [States]);
    assert_eq!(concepts_of_heading("1. Zielbestimmung"), [Goals]);
    assert_eq!(concepts_of_heading("1.1 Musskriterien"), [Requirements]);
    assert_eq!(concepts_of_heading("1.3 Abgrenzungskriterien"), [NonGoals]);
    assert_eq!(concepts_of_heading("Nicht Bestandteil der ersten Version sind"), [OutOfScope]);
    assert_eq!(concepts_of_heading("引き受けたリスク"), [Risks]);
}

#[test]
fn names_told_apart_from_what_qualifies_them() {
    assert_eq!(concepts_of_heading("Webhook event types"), [Events]);
    assert_eq!(concepts_of_heading("Goals for the migration"), [Goals]);
}
