//! Which request is answered where.

use crate::features::{
    actions, commands, complete, define, diagnostics, folding, hints, hover, implement, lenses, links, moves,
    refer, rename, selection, settings, symbols, tokens,
};
use crate::trouble::{Answer, Trouble};
use crate::uri;
use crate::world::World;
use gen_lsp_types::*;
use lsp_server::{ErrorCode, Response};

/// The answer to a request; nothing where it comes later.
pub fn answer(world: &mut World, request: lsp_server::Request) -> Option<Response> {
    macro_rules! routes {
        ($($kind:ident => $answer:expr,)*) => {
            match request.method.as_str() {
                $(method if method == <$kind as Request>::METHOD.as_str() => respond::<$kind>(world, request, $answer),)*
                "workspace/executeCommand" => return execute(world, request),
                unknown => {
                    let message = format!("this server does not answer `{unknown}`");
                    Response::new_err(request.id, ErrorCode::MethodNotFound as i32, message)
                }
            }
        };
    }
    Some(routes! {
        DocumentDiagnosticRequest => document_diagnostics,
        CodeActionRequest => actions::actions,
        HoverRequest => hover::hover,
        CompletionRequest => complete::complete,
        DefinitionRequest => define::definition,
        ReferencesRequest => refer::references,
        ImplementationRequest => implement::implementation,
        PrepareRenameRequest => rename::prepare,
        RenameRequest => rename::rename,
        WillRenameFilesRequest => moves::will_rename,
        DocumentSymbolRequest => symbols::of_document,
        WorkspaceSymbolRequest => symbols::of_workspace,
        FoldingRangeRequest => folding::folding,
        SelectionRangeRequest => selection::selection,
        DocumentLinkRequest => links::links,
        CodeLensRequest => lenses::lenses,
        InlayHintRequest => hints::hints,
        SemanticTokensRequest => tokens::full,
        SemanticTokensRangeRequest => tokens::range,
    })
}

fn respond<R: Request>(
    world: &mut World,
    request: lsp_server::Request,
    answer: fn(&mut World, R::Params) -> Answer<R::Result>,
) -> Response {
    let answer = read(request.params).and_then(|params| answer(world, params));
    match answer {
        Ok(result) => Response::new_ok(request.id, result),
        Err(trouble) => Response::new_err(request.id, trouble.code as i32, trouble.message),
    }
}

fn read<P: serde::de::DeserializeOwned>(params: serde_json::Value) -> Answer<P> {
    serde_json::from_value(params)
        .map_err(|error| Trouble { code: ErrorCode::InvalidParams, message: error.to_string() })
}

fn execute(world: &mut World, request: lsp_server::Request) -> Option<Response> {
    let answer = read(request.params).and_then(|params| commands::execute(world, &request.id, params));
    match answer {
        Ok(result) => result.map(|result| Response::new_ok(request.id, result)),
        Err(trouble) => Some(Response::new_err(request.id, trouble.code as i32, trouble.message)),
    }
}

/// `textDocument/diagnostic`
fn document_diagnostics(
    world: &mut World,
    params: DocumentDiagnosticParams,
) -> Answer<DocumentDiagnosticReport> {
    let found = world.find(&params.text_document.uri);
    let items = match found {
        Some((folder, number)) => diagnostics::of(world, folder, number),
        None => uri::path(&params.text_document.uri)
            .map(|path| settings::of_file(world, &path))
            .unwrap_or_default(),
    };
    let result_id = diagnostics::result_id(&items);
    if params.previous_result_id.as_deref() == Some(&result_id) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
        return Ok(DocumentDiagnosticReport::RelatedUnchangedDocumentDiagnosticReport(
            RelatedUnchangedDocumentDiagnosticReport {
                unchanged_document_diagnostic_report,
                related_documents: None,
            },
        ));
    }
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(result_id), items };
    Ok(DocumentDiagnosticReport::RelatedFullDocumentDiagnosticReport(RelatedFullDocumentDiagnosticReport {
        full_document_diagnostic_report,
        related_documents: None,
    }))
}
