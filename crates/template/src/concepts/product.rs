//! Why the work is done and for whom.

use super::Table;
use crate::Concept::*;

pub(super) const TABLE: Table = &[
    (Overview, "overview | introduction | intro | at a glance | high level overview | project overview | system overview
        | feature overview | description | about | general | quick overview | preamble | vision | vision statement
        | visión general | introducción | descripción | resumen general | vue d'ensemble | aperçu | présentation
        | überblick | einleitung | einführung | übersicht | beschreibung | visão geral | introdução | descrição
        | 概要 | はじめに | 全体像 | 개요 | 소개 | 서론 | 概述 | 概览 | 简介 | 介绍 | 引言 | 總覽 | обзор | введение | описание"),
    (Summary, "summary | executive summary | abstract | simple summary | tl dr | tldr | synopsis | in short | in brief | conclusion
        | resumen | resumen ejecutivo | síntesis | résumé | sommaire exécutif | en bref | zusammenfassung | kurzfassung
        | fazit | resumo | resumo executivo | サマリー | サマリ | 要約 | まとめ | 요약 | 초록 | 摘要 | 总结 | 小结 | 執行摘要
        | резюме | краткое содержание | сводка | аннотация"),
    (Purpose, "purpose | objective of this document | what | what is this | intent | mission | responsibility | propósito | finalidad
        | objet | finalité | zweck | propósito | finalidade | 目的 | 狙い | 役割 | 목적 | 目的和意图 | 用途 | назначение | предназначение"),
    (ProblemStatement, "problem statement | problem | the problem | *problem we're solving | problem description | problem definition
        | context and problem statement | problem and context | pain points | opportunity | what problem does this solve
        | planteamiento del problema | problema | el problema | definición del problema | énoncé du problème | problème
        | problématique | problemstellung | problem und kontext | problembeschreibung | declaração do problema
        | 課題 | 問題 | 問題提起 | 解決したい課題 | 문제 | 문제 정의 | 해결할 문제 | 问题陈述 | 问题 | 问题描述 | 问题定义 | 問題陳述
        | постановка задачи | проблема | описание проблемы
        | 解決したいこと"),
    (CurrentState, "current state | current situation | status quo | as is | today | existing behavior | existing behaviour
        | current behavior | current behaviour | current implementation | current design | current contract | existing system
        | estado actual | situación actual | état actuel | situation actuelle | existant | ist zustand | aktueller stand
        | ausgangslage | estado atual | situação atual | 現状 | 現在の状態 | 現行仕様 | 현재 상태 | 현황 | 现状 | 当前状态 | 現況
        | текущее состояние | текущая ситуация"),
    (DesiredState, "desired state | target state | target migration | to be | desired outcome | desired behavior | desired behaviour | future state
        | proposed behavior | proposed behaviour | estado deseado | état souhaité | état cible | soll zustand | zielzustand
        | estado desejado | あるべき姿 | 目標とする状態 | 목표 상태 | 期望状态 | 目标状态 | желаемое состояние | целевое состояние"),
    (Background, "background | context | history | background and context | historical context | context history | origin | project context
        | antecedentes | contexto | historia | contexte | historique | arrière plan | hintergrund | kontext | vorgeschichte
        | histórico | 背景 | 経緯 | コンテキスト | 前提知識 | 배경 | 맥락 | 컨텍스트 | 背景信息 | 背景介绍 | 上下文 | 項目背景
        | контекст | предыстория | история"),
    (Motivation, "motivation | why | why now | why are we doing this | why this matters | rationale for the change | business case
        | motivación | por qué | justificación | motivation et objectifs | pourquoi | warum | beweggründe | motivação | por quê
        | justificativa | 動機 | なぜやるか | なぜ | 動機と背景 | 동기 | 왜 | 필요성 | 动机 | 为什么 | 動機 | 必要性 | мотивация | зачем | обоснование"),
    (Value, "value proposition | value | business value | user value | benefits | benefit | expected benefits | propuesta de valor
        | beneficios | proposition de valeur | bénéfices | wertversprechen | nutzen | mehrwert | proposta de valor | benefícios
        | 価値 | 提供価値 | メリット | 가치 제안 | 기대 효과 | 价值主张 | 价值 | 收益 | ценность | ценностное предложение | выгоды"),
    (Goals, "goals | goal | *goals | primary goal | secondary goal | main goal | overall goal | project goal | business goal | product goal | primary objective | secondary objective | main objective | objetivo principal | objectif principal | hauptziel | objectives | objective | outcomes | outcome | aims | what we want to achieve | expected outcomes
        | key objectives | core objectives | *objectives | goals and objectives | desired outcomes | targets and goals | goals and success stories
        | in scope | within scope | included | what is included | mvp scope | objetivos | objetivo | metas | resultados esperados | dentro del alcance
        | incluye | incluido | en el alcance | objectifs | objectif | buts | résultats attendus | dans le périmètre | inclus | ziele | ziel
        | zielsetzung | im umfang | im scope | umfasst | resultados | no escopo | incluído | dentro do escopo | ゴール | 目標 | 目的と目標
        | スコープ内 | やること | 対象範囲内 | 対象 | 목표 | 달성 목표 | 범위 내 | 포함 | 目标 | 目的和目标 | 项目目标 | 范围内 | 目標與目的 | 包含
        | цели* | цель | задачи проекта | ожидаемые результаты | в рамках проекта | входит в объем
        | 개발 목적 | 프로젝트 목적 | 사업 목적 | 구축 목적 | 开发目的 | 项目目的 | 開発目的 | プロジェクトの目的
        | *目标 | *目標 | *목표 | *objetivos | *objectifs | *ziele | цели проекта | key goals | what success looks like
        | インスコープ
        | success looks like | project goal | project objective | product goal | zielbestimmung | zielbestimmungen | ziel des projekts | ziele des projekts | projektziel | projektziele | ziel der anwendung | objectif du projet | objectifs du projet
        | objetivo del proyecto | objetivos del proyecto | objetivo do projeto | objetivos do projeto | цель проекта
        | 做什麼 | 做什么 | 要做什么 | 要做什麼
        | objectif général* | objectifs généraux* | objectif principal* | objectifs principaux* | objectifs spécifiques* | objectifs* | objetivo general* | objetivo geral* | objetivo principal* | objetivos* | metas del* | metas do*
        | périmètre du mvp | périmètre mvp | périmètre de la version* | périmètre fonctionnel | alcance del mvp | alcance funcional | alcance de la versión* | escopo do mvp | escopo funcional"),
    (NonGoals, "non goals | not doing | what we are not doing | what we're not doing | won't do | will not do | nongoals | non goal | not goals | anti goals | non objectives | explicit non goals | *non goals | what this is not | what we won't do
        | no objetivos | no metas | fuera de los objetivos | non objectifs | hors objectifs | nicht ziele | nichtziele | keine ziele | abgrenzungskriterien | não objetivos
        | não metas | 非ゴール | ノンゴール | 非目標 | 目標としないこと | やらないこと | *でやらないこと | 비목표 | 목표가 아닌 것 | 하지 않을 것
        | 非目标 | 不做什么 | 非目標 | не цели | чего мы не делаем | не являются целями
        | non goals*
        | 不做什麼 | 刻意不做 | 刻意不做* | 暂不做 | 暫不做
        | no objetivos* | non objectifs* | não objetivos*"),
    (OutOfScope, "out of scope | 이번 범위 밖 | 범위 밖 | 이번 범위 외 | 今回の範囲外 | 今回の対象外 | 本次范围外 | 本期不做 | *out of scope | not in scope | excluded | exclusions | outside the scope | not included | not included in v1 | not included in mvp
        | not included in the mvp | not included in this version | not included in this release | not in v1 | not in mvp | won't do | out of bounds
        | off scope | *off scope | off scope reasoning | reasoning for being off scope | beyond scope | deliberately left out | fuera de alcance | fuera del alcance | excluido | exclusiones | hors périmètre
        | hors du périmètre | hors scope | exclusions | exclus | außerhalb des umfangs | nicht im umfang | nicht enthalten | abgrenzung | nicht bestandteil | nicht bestandteil*
        | fora do escopo | fora de escopo | excluído | スコープ外 | 対象外 | 範囲外 | 後続スコープ | 범위 외 | 범위 밖 | 제외 | 제외 사항
        | 范围外 | 不在范围内 | 超出范围 | 排除 | 範圍外 | вне рамок | вне области | не входит | за рамками | исключено
        | 비범위 | 제외 범위 | 不包含 | 不包括 | 范围之外 | 非范围 | 不做 | no incluye | no incluido | fuera de ámbito | hors champ | exclus du périmètre | nicht inbegriffen | não incluído | fora do âmbito | не включает | не включено | вне объема
        | アウトオブスコープ | 아웃 오브 스코프
        | out of scope* | not in scope*
        | left out | not now | not in this release | not in this version | not in v1* | out of v1* | explicitly out* | not in mvp | not in the mvp | out of mvp | deferred to v2 | excluded from v1
        | not implemented | explicitly not* | intentionally not* | deliberately not* | no implementado | non implémenté | nicht implementiert | não implementado | не реализовано | 実装しないもの | 구현하지 않는 것 | 不实现
        | won't have | will not have | won't have this time
        | hors périmètre* | hors du périmètre* | fuera del alcance* | fuera de alcance* | fora do escopo* | nicht im umfang*"),
    (Scope, "scope | project scope | v1 scope | mvp scope | product scope | assignment scope | functional scope | current scope | scope of this document | scope of this spec | feature scope | work scope | release scope | initial scope | scope of work | boundaries | scope and boundaries | coverage | applicability | extent
        | alcance | ámbito | límites | périmètre | portée | umfang | geltungsbereich | escopo | abrangência | âmbito
        | スコープ | 範囲 | 対象範囲 | 適用範囲 | 범위 | 적용 범위 | 프로젝트 범위 | 개발 범위 | 구현 범위 | 项目范围 | 开发范围 | プロジェクト範囲 | 開発範囲 | 范围 | 适用范围 | 範圍 | область | объем работ | область применения | границы
        | what we are building | what we're building | what is in scope | what's in scope | what's included"),
    (Assumptions, "assumptions | *assumptions | premises | preconditions and assumptions | supuestos | suposiciones | hypothèses | annahmen | suposições
        | premissas | 前提 | 前提条件 | 仮定 | 전제 | 가정 | 전제 조건 | 假设 | 前提假设 | 假設 | предположения | допущения
        | supuestos* | hypothèses* | suposições*"),
    (Constraints, "constraints | *constraints | restrictions | guardrails | guardrails and policies | restricciones | contraintes | randbedingungen
        | einschränkungen | beschränkungen | restrições | 制約 | 制約条件 | 制約事項 | 제약 | 제약 조건 | 约束 | 限制条件 | 約束 | ограничения
        | 제약 사항
        | contraintes* | restricciones* | restrições* | *制約 | *制約条件 | *約束条件 | *제약 조건 | *约束"),
    (Limitations, "limitations | known limitations | *limitations | known issues | caveats | design concessions | concessions | limitaciones | limitations connues
        | limites | bekannte einschränkungen | limitações | 既知の制限 | 制限事項 | 制限 | 알려진 제한 | 한계 | 局限性 | 已知限制 | 限制 | известные ограничения | недостатки реализации
        | known gaps | technical debt | tech debt | 技術的負債"),
    (Personas, "personas | users | target users | audience | user personas | target audience | actors | intended users | usuarios | actores | utilisateurs
        | acteurs | zielgruppe | benutzer | akteure | usuários | atores | ペルソナ | 対象ユーザー | ユーザー | 登場アクター | 페르소나 | 대상 사용자
        | 用户画像 | 目标用户 | 用户 | 角色用户 | персоны | пользователи | целевая аудитория
        | target user | user types | usuarios objetivo | público objetivo | público alvo | utilisateurs cibles | zielgruppen | 타깃 사용자 | 타겟 사용자 | 사용자 페르소나 | 목표 사용자 | 주요 사용자 | 目标人群 | 用户群体 | ターゲット | ターゲットユーザー | 想定ユーザー | 利用者
        | целевые пользователи"),
    (Stakeholders, "stakeholders | *stakeholders | owners | owner | ownership | reviewers | approvers | team | teams | people | contacts | sign off | signoff | approvals
        | responsible | raci | raci* | matriz raci | matriz de responsabilidades | responsibility matrix | responsibility assignment | matrice raci | raci matrix | verantwortlichkeiten | interesados | partes interesadas | responsables | parties prenantes | partes interessadas | équipe | beteiligte | verantwortliche | interessengruppen
        | ansprechpartner | interessados | equipe | responsáveis | ステークホルダー | 関係者 | 担当者 | 이해관계자 | 담당자 | 利益相关者 | 相关方 | 干系人 | 负责人
        | 利害關係人 | заинтересованные стороны | ответственные | команда
        | key stakeholders | project team | core team | contributors | roles and responsibilities | 책임자 | 참여자 | 团队 | 项目成员 | 参与者 | 開発体制 | 体制 | equipo del proyecto | equipo | équipe projet | projektteam | equipe do projeto | участники
        | участники проекта | команда проекта
        | who is involved
        | distribution list | 担当"),
    (Costs, "cost | costs | *cost analysis | budget | pricing | cost estimate | cost considerations | costes | costos | presupuesto | coûts | budget | kosten
        | custos | orçamento | コスト | 費用 | 비용 | 成本 | 预算 | затраты | стоимость | бюджет"),
    (Impact, "impact | *impact | impact analysis | affected areas | affected systems | impacto | auswirkungen | auswirkung | 影響 | 影響範囲 | 영향 | 영향 범위
        | 影响 | 影响范围 | 影響範圍 | влияние | последствия для пользователей"),
];
