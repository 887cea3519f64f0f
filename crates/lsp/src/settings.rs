//! What the user chose in the editor: the section `abide` of its settings.

use serde::Deserialize;
use serde_json::Value;

/// What the user chose in the editor.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// When findings follow the text.
    pub run: Run,
    /// Whether verdicts stand above statements.
    pub code_lenses: bool,
    /// Whether derived ids stand behind statements.
    pub inlay_hints: bool,
}

/// When findings follow the text.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum Run {
    /// With each keystroke.
    OnType,
    /// When the document is saved.
    OnSave,
}

impl Default for Settings {
    fn default() -> Self {
        Self { run: Run::OnType, code_lenses: true, inlay_hints: true }
    }
}

impl Settings {
    /// Reads settings as they are sent: the section itself, or what holds it. What is not understood leaves the defaults, with
    /// the reason.
    pub fn read(value: &Value) -> Result<Self, String> {
        let section = value.get("abide").unwrap_or(value);
        if section.is_null() {
            return Ok(Self::default());
        }
        serde_json::from_value(section.clone())
            .map_err(|error| format!("the editor's settings of abide: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_are_read_with_or_without_their_section_and_alone_or_among_others() {
        let on_save = Settings { run: Run::OnSave, ..Settings::default() };
        assert_eq!(Settings::read(&json!({"abide": {"run": "onSave"}})), Ok(on_save.clone()));
        assert_eq!(Settings::read(&json!({"run": "onSave", "path": "/usr/bin/abide"})), Ok(on_save));
        assert_eq!(Settings::read(&Value::Null), Ok(Settings::default()));
        assert!(Settings::read(&json!({"run": "never"})).is_err());
    }
}
