use super::*;

fn words(text: &str) -> Vec<String> {
    ["sh", "-c", text].map(str::to_owned).to_vec()
}

fn environment() -> BTreeMap<String, String> {
    std::env::vars().filter(|(name, _)| name == "PATH").collect()
}

fn run_shell(text: &str, limit: Duration) -> Finished {
    let environment = environment();
    let launch =
        Launch { words: &words(text), folder: Path::new("/"), environment: &environment, keep: 1 << 16 };
    run(launch, limit, &Stop::new()).unwrap()
}

fn alive(process: &str) -> bool {
    // A process that was ended and not yet collected by its parent is a zombie, and as good as gone.
    let status = std::fs::read_to_string(format!("/proc/{}/stat", process.trim())).unwrap_or_default();
    !status.is_empty() && !status.contains(") Z ")
}

fn gone_soon(process: &str) -> bool {
    let deadline = Deadline::after(Duration::from_secs(5));
    while alive(process) && !deadline.passed() {
        std::thread::sleep(Duration::from_millis(10));
    }
    !alive(process)
}

#[test]
fn output_errors_and_exit_code_come_back() {
    let finished = run_shell("echo out; echo err >&2; exit 3", Duration::from_secs(10));
    assert_eq!(finished.exit, Exit::Code(3));
    assert_eq!((finished.output.as_str(), finished.errors.as_str()), ("out\n", "err\n"));
}

#[test]
fn a_process_sees_no_variable_that_it_was_not_given() {
    let finished =
        run_shell("env | grep -c -v -e ^PATH= -e ^PWD= -e ^SHLVL= -e ^_= || true", Duration::from_secs(10));
    assert_eq!(finished.output.trim(), "0", "{finished:?}");
}

#[test]
fn a_command_that_takes_too_long_is_ended() {
    let finished = run_shell("sleep 60", Duration::from_millis(50));
    assert_eq!(finished.exit, Exit::TimedOut);
    assert!(finished.duration < Duration::from_secs(5));
}

#[test]
fn a_command_that_does_not_want_to_end_is_made_to() {
    let finished =
        run_shell("trap '' TERM; echo $$; while :; do sleep 0.1; done", Duration::from_millis(300));
    assert_eq!(finished.exit, Exit::TimedOut);
    assert!(gone_soon(&finished.output));
}

#[test]
fn what_a_command_leaves_in_the_background_is_ended_with_it() {
    let finished = run_shell("sleep 60 >/dev/null 2>&1 & echo $!", Duration::from_secs(10));
    assert_eq!(finished.exit, Exit::Code(0));
    assert!(gone_soon(&finished.output));
}

#[test]
fn a_background_process_that_keeps_the_pipe_does_not_keep_us() {
    let started = Instant::now();
    let finished = run_shell("sleep 60 & echo done", Duration::from_secs(10));
    assert_eq!(finished.output, "done\n");
    assert!(started.elapsed() < Duration::from_secs(8));
}

#[test]
fn the_whole_group_is_ended_when_the_handle_is_dropped_by_a_panic() {
    let (send, receive) = std::sync::mpsc::channel();
    let panicked = std::thread::spawn(move || {
        let environment = environment();
        let words = words("sleep 60 & echo $!; wait");
        let process = Process::start(Launch {
            words: &words,
            folder: Path::new("/"),
            environment: &environment,
            keep: 100,
        })
        .unwrap();
        let deadline = Deadline::after(Duration::from_secs(5));
        while process.written().is_empty() && !deadline.passed() {
            std::thread::sleep(Duration::from_millis(5));
        }
        send.send(process.written()).unwrap();
        panic!("something went wrong while the process runs");
    })
    .join();
    assert!(panicked.is_err());
    assert!(gone_soon(&receive.recv().unwrap()));
}

#[test]
fn stopping_the_run_ends_the_command() {
    let stop = Stop::new();
    let other = stop.clone();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        other.ask();
    });
    let environment = environment();
    let launch =
        Launch { words: &words("sleep 60"), folder: Path::new("/"), environment: &environment, keep: 100 };
    let finished = run(launch, Duration::from_secs(30), &stop).unwrap();
    assert_eq!(finished.exit, Exit::Stopped);
}

#[test]
fn a_program_by_relative_path_is_looked_for_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("hello.sh");
    std::fs::write(&script, "#!/bin/sh\necho hello\n").unwrap();
    std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let environment = environment();
    let words = ["./hello.sh".to_owned()];
    let launch = Launch { words: &words, folder: folder.path(), environment: &environment, keep: 100 };
    assert_eq!(run(launch, Duration::from_secs(10), &Stop::new()).unwrap().output, "hello\n");
}

#[test]
fn a_program_that_does_not_exist_is_an_error() {
    let environment = environment();
    let words = ["no-such-program-of-ours".to_owned()];
    let launch = Launch { words: &words, folder: Path::new("/"), environment: &environment, keep: 100 };
    assert_eq!(Process::start(launch).unwrap_err().kind(), std::io::ErrorKind::NotFound);
}
