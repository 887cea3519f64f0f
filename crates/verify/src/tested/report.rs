//! JUnit reports, as all the tools write them: with or without `testsuites`, suites within suites, and whatever time stamps.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A test with its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// The class, module or file that it belongs to.
    pub class: String,
    /// How it ended.
    pub ended: Ended,
    /// What it says about a failure.
    pub message: String,
}

/// How a test ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It ran and passed.
    Passed,
    /// It ran and failed.
    Failed,
    /// It did not run.
    Skipped,
}

/// The most of a message that is kept.
const MESSAGE: usize = 4000;

/// The tests of a report.
pub fn cases(text: &str) -> Result<Vec<Case>, String> {
    let mut reader = Reader::from_str(text);
    let (mut cases, mut open): (Vec<Case>, Option<Case>) = (Vec::new(), None);
    let (mut told, mut is_report, mut file) = (false, false, String::new());
    loop {
        let event = reader.read_event().map_err(|error| format!("it is no XML: {error}"))?;
        match event {
            Event::Start(element) | Event::Empty(element) if element.name().as_ref() == b"testsuite" => {
                is_report = true;
                file = attribute(&element, "file").unwrap_or_default();
            }
            Event::Start(element) if element.name().as_ref() == b"testsuites" => {
                is_report = true;
                drop(element);
            }
            Event::Empty(element) if element.name().as_ref() == b"testcase" => {
                cases.push(case(&element, &file))
            }
            Event::Start(element) if element.name().as_ref() == b"testcase" => {
                open = Some(case(&element, &file))
            }
            Event::Start(element) | Event::Empty(element) => {
                told = ended(&element, open.as_mut());
            }
            Event::Text(text) if told => {
                if let Some(case) = &mut open {
                    let text = text.decode().unwrap_or_default();
                    let room = MESSAGE.saturating_sub(case.message.len());
                    case.message.extend(text.chars().take(room));
                }
            }
            Event::CData(data) if told => {
                if let Some(case) = &mut open {
                    let room = MESSAGE.saturating_sub(case.message.len());
                    case.message.extend(String::from_utf8_lossy(&data).chars().take(room));
                }
            }
            Event::End(element) if element.name().as_ref() == b"testcase" => cases.extend(open.take()),
            Event::End(_) => told = false,
            Event::Eof => break,
            _ => {}
        }
    }
    if is_report { Ok(cases) } else { Err("it is no JUnit report: it has no `testsuite`".to_owned()) }
}

/// Takes in how a test ended; whether the element may say more about it.
fn ended(element: &BytesStart, case: Option<&mut Case>) -> bool {
    let Some(case) = case else { return false };
    case.ended = match element.name().as_ref() {
        b"failure" | b"error" => Ended::Failed,
        b"skipped" if case.ended == Ended::Passed => Ended::Skipped,
        _ => return false,
    };
    if let Some(message) = attribute(element, "message") {
        case.message.push_str(&message);
        case.message.push('\n');
    }
    true
}

fn case(element: &BytesStart, file: &str) -> Case {
    let status = attribute(element, "status").unwrap_or_default().to_lowercase();
    let own = attribute(element, "classname").or_else(|| attribute(element, "file"));
    Case {
        name: attribute(element, "name").unwrap_or_default(),
        class: own.unwrap_or_else(|| file.to_owned()),
        // Some tools write the result as an attribute.
        ended: match status.as_str() {
            "failed" | "failure" | "error" => Ended::Failed,
            "skipped" | "notrun" | "disabled" | "pending" => Ended::Skipped,
            _ => Ended::Passed,
        },
        message: String::new(),
    }
}

fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok()??;
    let written = String::from_utf8_lossy(&found.value).into_owned();
    Some(quick_xml::escape::unescape(&written).map_or(written.clone(), |text| text.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show =
            |case: Case| format!("{} {} {:?} {}", case.class, case.name, case.ended, case.message.trim());
        cases(text).unwrap().into_iter().map(show).collect()
    }

    #[test]
    fn reports_of_several_tools() {
        let pytest = r#"<?xml version="1.0"?><testsuites><testsuite name="pytest" timestamp="2026-11-21T10:00:00.123">
            <testcase classname="tests.test_orders" name="test_fr_1" time="0.01"/>
            <testcase classname="tests.test_orders" name="test_fr_2"><failure message="assert 1 &lt; 0">at line 3</failure></testcase>
            <testcase classname="tests.test_orders" name="test_fr_3"><skipped type="pytest.skip" message="later"/></testcase>
            </testsuite></testsuites>"#;
        assert_eq!(
            shown(pytest),
            [
                "tests.test_orders test_fr_1 Passed ",
                "tests.test_orders test_fr_2 Failed assert 1 < 0\nat line 3",
                "tests.test_orders test_fr_3 Skipped later",
            ]
        );
        let surefire = r#"<testsuite name="OrderTest" tests="1"><properties><property name="a" value="b"/></properties>
            <testcase name="storesOrders" classname="com.example.OrderTest"><system-out><![CDATA[x]]></system-out></testcase></testsuite>"#;
        assert_eq!(shown(surefire), ["com.example.OrderTest storesOrders Passed "]);
        let nested = r#"<testsuites><testsuite name="a" file="/r/tests/OrderTest.php"><testsuite name="b" file="/r/tests/OrderTest.php">
            <testcase name="testStores"><error>no database</error></testcase></testsuite></testsuite></testsuites>"#;
        assert_eq!(shown(nested), ["/r/tests/OrderTest.php testStores Failed no database"]);
        let gtest = r#"<testsuites><testsuite name="s"><testcase name="a" status="notrun" classname="s"/></testsuite></testsuites>"#;
        assert_eq!(shown(gtest), ["s a Skipped "]);
    }

    #[test]
    fn what_is_no_report_is_an_error() {
        assert!(cases("<html><body/></html>").unwrap_err().contains("no JUnit report"));
        assert!(cases("<testsuite><testcase").is_err());
    }
}
