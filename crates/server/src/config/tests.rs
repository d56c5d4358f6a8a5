use super::*;

fn load(environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let environment = environment
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect();
    Config::load(&Sources {
        environment,
        ..Sources::default()
    })
}

fn with_file(text: &str, environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("accede.toml"), text).unwrap();
    let path = folder.path().to_str().unwrap().to_owned();
    let mut all = vec![("ACCEDE_DATA_DIR", path.as_str())];
    all.extend_from_slice(environment);
    load(&all)
}

#[test]
fn defaults_hold_and_the_one_required_setting_is_asked_for() {
    let config = load(&[
        ("ACCEDE_SUPPORT_ADDRESS", "help@example.org"),
        ("HOME", "/root"),
    ])
    .unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.mail_from, "help@example.org");
    assert_eq!(
        config.sqlite_file(),
        Some(Path::new("accede-data/accede.db"))
    );
    let error = load(&[]).unwrap_err().to_string();
    assert!(
        error.contains("`support_address` is required") && error.contains("ACCEDE_SUPPORT_ADDRESS"),
        "{error}"
    );
}

#[test]
fn the_environment_wins_over_the_file() {
    let file = "support_address = 'file@example.org'\nsite_name = 'From the file'\ntrusted_proxies = ['10.0.0.0/8', '::1']";
    let config = with_file(file, &[("ACCEDE_SUPPORT_ADDRESS", "env@example.org")]).unwrap();
    assert_eq!(config.support_address, "env@example.org");
    assert_eq!(config.site_name, "From the file");
    assert_eq!(config.trusted_proxies.len(), 2);
}

#[test]
fn a_named_file_says_where_the_data_are() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("portal.toml");
    std::fs::write(
        &file,
        "data_dir = '/var/lib/accede'\nsupport_address = 'help@example.org'",
    )
    .unwrap();
    let config = Config::load(&Sources {
        file: Some(file),
        ..Sources::default()
    })
    .unwrap();
    assert_eq!(config.data_dir, Path::new("/var/lib/accede"));
    assert_eq!(
        config.sqlite_file(),
        Some(Path::new("/var/lib/accede/accede.db"))
    );
}

#[test]
fn what_a_command_assumes_gives_way_to_what_anybody_said() {
    let environment = vec![("ACCEDE_SITE_NAME".to_owned(), "Said".to_owned())];
    let assumptions = vec![
        ("site_name", "Assumed"),
        ("support_address", "demo@localhost"),
    ];
    let config = Config::load(&Sources {
        environment,
        assumptions,
        ..Sources::default()
    })
    .unwrap();
    assert_eq!(
        (config.site_name.as_str(), config.support_address.as_str()),
        ("Said", "demo@localhost")
    );
}

#[test]
fn the_demonstration_is_at_the_address_where_it_listens() {
    let environment = vec![
        ("ACCEDE_LISTEN".to_owned(), "127.0.0.1:8700".to_owned()),
        (
            "ACCEDE_SUPPORT_ADDRESS".to_owned(),
            "demo@localhost".to_owned(),
        ),
    ];
    let config = Config::load(&Sources {
        environment,
        demonstration: true,
        ..Sources::default()
    })
    .unwrap();
    assert_eq!(config.public_origin.to_string(), "http://127.0.0.1:8700");
}

#[test]
fn every_fault_is_named_at_once_and_no_value_is_repeated() {
    let file = "support_address = 'help@example.org'\nlisten = 'geheim'\nsite_nam = 3\nlog = {}";
    let error = with_file(
        file,
        &[
            ("ACCEDE_PUBLIC_ORIGIN", "http://example.org"),
            ("ACCEDE_DATABASE", "x"),
        ],
    )
    .unwrap_err();
    let text = error.to_string();
    assert_eq!(error.0.len(), 5, "{text}");
    for part in [
        "`listen`",
        "`site_nam`",
        "`log`",
        "`public_origin`",
        "use https://",
        "`DATABASE`",
        "database_url",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains("geheim"));
}

#[test]
fn a_named_file_must_be_there_and_a_broken_one_is_said_so() {
    let sources = Sources {
        file: Some("/nowhere/accede.toml".into()),
        ..Sources::default()
    };
    assert!(
        Config::load(&sources)
            .unwrap_err()
            .to_string()
            .contains("/nowhere/accede.toml")
    );
    assert!(
        with_file("site_name = ", &[])
            .unwrap_err()
            .to_string()
            .contains("cannot be read")
    );
}

#[test]
fn every_setting_refuses_nonsense() {
    let nonsense = [
        ("listen", "here"),
        ("public_origin", "x"),
        ("trusted_proxies", "10.0.0.0/99"),
        ("database_url", "mysql://x"),
        ("site_name", ""),
        ("support_address", "nobody"),
        ("smtp_url", "http://x"),
        ("mail_from", "x"),
        ("request_timeout_seconds", "soon"),
        ("personal_mail_domains", "a@b.org"),
        ("pdf_renderer", ""),
        ("credential_valid_days", "a year"),
        ("decision_undo_seconds", "601"),
        ("log", "=="),
    ];
    for (name, value) in nonsense {
        let variable = settings::variable(name);
        let mut environment = vec![("ACCEDE_SUPPORT_ADDRESS", "help@example.org")];
        environment.push((&variable, value));
        let error = load(&environment).unwrap_err();
        assert!(
            matches!(&error.0[..], [Fault::Wrong { name: n, .. }] if n == name),
            "{name}: {error}"
        );
    }
}

#[test]
fn the_documentation_is_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/settings.md");
    let written = std::fs::read_to_string(path).unwrap();
    assert_eq!(
        written,
        settings::markdown(),
        "run: accede settings > docs/settings.md"
    );
}

#[test]
fn orcid_is_there_with_a_client_id_and_its_secret_and_never_prints_it() {
    let support = ("ACCEDE_SUPPORT_ADDRESS", "help@example.org");
    let with = |settings: &[(&str, &str)]| load(&[&[support], settings].concat());
    assert!(with(&[]).unwrap().orcid.is_none());
    let client = ("ACCEDE_ORCID_CLIENT_ID", "APP-0123456789ABCDEF");
    let error = with(&[client]).unwrap_err().to_string();
    assert!(error.contains("`orcid_client_secret`"), "{error}");
    let secret = ("ACCEDE_ORCID_CLIENT_SECRET", "geheim");
    let config = with(&[client, secret]).unwrap();
    assert!(!format!("{config:?}").contains("geheim"));
    assert_eq!(
        config.orcid.unwrap().origin.to_string(),
        "https://orcid.org"
    );
    let origin = ("ACCEDE_ORCID_ORIGIN", "http://orcid.example.org");
    let error = with(&[client, secret, origin]).unwrap_err().to_string();
    assert!(
        error.contains("`orcid_origin`") && error.contains("https://"),
        "{error}"
    );
}
