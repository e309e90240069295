//! The migrations, and what they make of older files.

use super::*;

#[test]
fn the_number_of_migrations_is_the_known_format() {
    let mut connection = Connection::open_in_memory().expect("a database");
    bring_up(&mut connection).expect("migrations");
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a version");
    assert_eq!(version, KNOWN);
    MIGRATIONS.validate().expect("valid migrations");
}

#[test]
fn an_older_file_is_copied_aside_and_brought_up_with_what_it_held() {
    let folder = tempfile::tempdir().expect("a folder");
    let read = |path: &Path| -> (i64, String) {
        let connection = Connection::open(path).expect("a database");
        let version = connection.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a version");
        (version, connection.query_row("SELECT name FROM vendor", [], |row| row.get(0)).expect("its row"))
    };
    for older in 1..KNOWN {
        let path = folder.path().join(format!("{older}.caveat"));
        let mut made = Connection::open(&path).expect("a database");
        made.pragma_update(None, "application_id", APPLICATION_ID).expect("a mark");
        MIGRATIONS.to_version(&mut made, older as usize).expect("migrations");
        local::name_workspace(&made, WorkspaceId::from_bytes([7; 16]), LOG_FORMAT).expect("a name");
        made.execute("INSERT INTO vendor (id, name) VALUES (x'01', 'Acme')", []).expect("a row");
        drop(made);
        drop(Store::open(&path, folder.path()).expect("an older workspace opens"));
        assert_eq!(read(&path), (KNOWN, "Acme".to_owned()));
        let aside = beside(&path, &format!(".format-{older}"));
        assert_eq!(read(&aside), (older, "Acme".to_owned()), "the copy is what the file was");
        let copy = std::fs::read(&aside).expect("the copy");
        drop(Store::open(&path, folder.path()).expect("it opens again"));
        assert_eq!(std::fs::read(&aside).expect("the copy"), copy);
    }
    let beside = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(beside, 2 * (KNOWN as usize - 1), "a file that is up to date is not copied");
}

#[test]
fn every_declared_table_stands_in_the_database() {
    let mut connection = Connection::open_in_memory().expect("a database");
    bring_up(&mut connection).expect("migrations");
    for table in crate::schema::TABLES {
        let mut statement = connection.prepare("SELECT name, type FROM pragma_table_info(?1)").expect("sql");
        let columns: Vec<(String, String)> = statement
            .query_map([table.name], |row| Ok((row.get(0)?, row.get(1)?)))
            .expect("columns")
            .collect::<Result<_, _>>()
            .expect("columns");
        let mut declared = vec![("id".to_owned(), "BLOB".to_owned())];
        declared.extend(table.fields.iter().map(|field| {
            let kind = match field.holds {
                crate::schema::Holds::Id => "BLOB",
                crate::schema::Holds::Integer => "INTEGER",
                crate::schema::Holds::Text => "TEXT",
            };
            (field.name.to_owned(), kind.to_owned())
        }));
        assert_eq!(columns, declared, "{}", table.name);
    }
}
