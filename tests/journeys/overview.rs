//! Every figure of the overview, counted again by SQL: over the workspace's own tables, and for
//! what is computed over the rows that the vendors' pages show.

use crate::portfolio::{file, portfolio};
use crate::story::Story;
use crate::tls::plain_server;
use rusqlite::{Connection, OpenFlags, Params, params};
use serde_json::{Value, json};
use std::path::Path;

/// Counts every figure of the overview of a workspace again, for all vendors and for each place
/// of its heat map. `ask` grants wishes at a desk where `workspace` is open.
pub fn recounted(ask: &dyn Fn(&str, Value) -> Value, workspace: &Path) {
    let all = ask("show_overview", json!({}));
    let recount = Recount::of(ask, workspace, all["as_of"].as_str().expect("a moment"));
    recount.every_figure(&all);
    recount.rows_of_the_list(&ask("list_vendors", json!({}))["vendors"]);
    let mut places = Vec::new();
    for row in list(&all["heat"]["rows"]) {
        for cell in list(&row["cells"]).iter().filter(|cell| cell["vendors"] != 0) {
            assert_eq!(cell["occurs"], true, "{cell}");
            places.push(json!({ "tier": row["tier"], "residual": cell["residual"] }));
        }
    }
    for place in &places {
        let one = std::slice::from_ref(place);
        recount.only(one);
        recount.every_figure(&ask("show_overview", json!({ "within": one })));
    }
    let two = &places[..places.len().min(2)];
    recount.only(two);
    recount.every_figure(&ask("show_overview", json!({ "within": two })));
}

#[test]
fn every_figure_of_the_overview_is_counted_again() {
    let story = Story::new();
    told(&story);
    let seen = story.ask("show_overview", json!({}));
    // the story has something of everything, or the recount would prove nothing
    assert!(list(&seen["heat"]["rows"]).iter().all(|row| row["vendors"] != 0), "{:#}", seen["heat"]);
    for count in ["high", "gate_failed"] {
        assert_ne!(seen[count], 0, "{count}");
    }
    for kind in ["acceptance_ends", "contract_ends", "evidence_ends", "notice_by", "questionnaire_due", "reassess_by"] {
        let of_kind: Vec<&Value> = list(&seen["dates"]).iter().filter(|date| date["kind"] == kind).collect();
        assert!(!of_kind.is_empty(), "no {kind}");
        assert!(of_kind.iter().any(|date| date["nearness"] == "late"), "no late {kind}");
    }
    for state in ["contradicted", "unverified", "supported"] {
        assert_ne!(seen["claims"][state], 0, "{state}");
    }
    for state in ["failed", "overdue", "open"] {
        assert!(list(&seen["gates"]).iter().any(|gate| gate[state]["vendors"] != 0), "no gate {state}");
    }
    for what in ["endpoints", "services_without_endpoint", "services_without_list"] {
        assert_ne!(seen["findings"]["unchecked"][what], 0, "{what}");
    }
    for kind in ["tls", "advisories"] {
        assert!(list(&seen["findings"]["lines"]).iter().any(|line| line[kind] != 0), "no finding of {kind}");
    }
    recounted(&|wish, input| story.ask(wish, input), &story.folder.path().join("story.caveat"));
    story.verified();
}

#[test]
fn nothing_is_counted_where_nothing_is() {
    let story = Story::new();
    let gone = story.ask("add_vendor", json!({ "name": "Gone", "kind": "saas" }))["vendor"]["id"].clone();
    story.ask("archive_vendor", json!({ "vendor": gone }));
    let seen = story.ask("show_overview", json!({}));
    assert_eq!((&seen["heat"]["vendors"], &seen["ai"], &seen["dates"]), (&json!(0), &Value::Null, &json!([])));
    recounted(&|wish, input| story.ask(wish, input), &story.folder.path().join("story.caveat"));
    story.refusal("show_overview", json!({ "within": [{ "tier": 5, "residual": null }] }));
    story.refusal("show_overview", json!({ "within": [{ "tier": 1, "risk": "high" }] }));
}

/// The shop's portfolio, and what must not be counted: what is archived, withdrawn or replaced.
fn told(story: &Story) {
    let known = portfolio(story);
    let factors = json!({ "data_sensitivity": 4, "access": 4, "criticality": 2, "ai_autonomy": 0 });
    let vendor =
        |name: &str| story.ask("add_vendor", json!({ "name": name, "kind": "ai_vendor" }))["vendor"]["id"].clone();
    let service = |vendor: &Value, name: &str| {
        let input = json!({ "vendor": vendor, "name": name, "factors": factors });
        story.ask("add_service", input)["service"]["id"].clone()
    };
    let contract = |vendor: &Value, service: Value, title: &str, ends_on: &str, renews: bool| {
        let input = json!({ "vendor": vendor, "service": service, "title": title, "ends_on": ends_on,
                            "notice_days": 30, "renews": renews });
        story.ask("add_contract", input)["contract"]["id"].clone()
    };
    let evidence = |service: &Value, title: &str, until: &str, questions: Value| {
        let input = json!({ "service": service, "kind": "document", "title": title, "dated_on": "2026-01-10",
                            "valid_until": until, "questions": questions });
        story.ask("add_evidence", input)["id"].clone()
    };

    // an archived vendor with a date and an endpoint of its own
    let gone = vendor("Gone Away");
    let its = service(&gone, "Old chat");
    contract(&gone, Value::Null, "Old terms", "2026-12-01", true);
    story.ask("add_endpoint", json!({ "service": its, "host": "gone.example" }));
    evidence(&its, "Old paper", "2026-12-01", json!([]));
    story.ask("archive_vendor", json!({ "vendor": gone }));

    // two services, one of them not triaged; an archived one with a contract of its own
    let twofold = vendor("Twofold");
    let main = service(&twofold, "Main");
    story.ask("add_service", json!({ "vendor": twofold, "name": "Nobody weighed", "factors": {} }));
    let retired = service(&twofold, "Retired");
    contract(&twofold, retired.clone(), "Terms of the retired", "2026-12-05", true);
    story.ask("archive_service", json!({ "service": retired }));
    contract(&twofold, Value::Null, "Notice missed", "2026-12-10", true);
    contract(&twofold, main.clone(), "Ends by itself", "2026-12-10", false);
    let put_aside = contract(&twofold, Value::Null, "Put aside", "2026-12-11", true);
    story.ask("archive_contract", json!({ "contract": put_aside }));
    evidence(&main, "Replaced", "2026-11-01", json!(["OPS-05"]));
    evidence(&main, "Replaces it", "2026-12-24", json!(["OPS-05", "PRV-03"]));
    evidence(&main, "Behind nothing", "2026-11-23", json!([]));
    let accept = |until: &str, gate: &str| {
        let input = json!({ "service": main, "gates": [gate], "owner": "A. Said", "reason": "Until they mend it", "until": until });
        story.ask("accept_risk", input)["id"].clone()
    };
    accept("2026-11-24", "PRV-03");
    let taken_back = accept("2026-12-30", "API-01");
    story.ask("withdraw_acceptance", json!({ "acceptance": taken_back, "reason": "Not needed" }));

    // a vendor whose only service is archived: nothing is known of it
    let hollow = vendor("Hollow");
    let only = service(&hollow, "Only");
    story.ask("archive_service", json!({ "service": only }));

    // endpoints: one looked at, one never; a second list, against the same library
    let look = story.ask("add_endpoint", json!({ "service": main, "host": format!("127.0.0.1:{}", plain_server()) }));
    story.ask("check_endpoint", json!({ "endpoint": look["endpoint"]["id"], "allow_private": true }));
    let lock = include_str!("../../Cargo.lock");
    story.ask("add_component_list", json!({ "service": main, "file": file(story, "own.lock", lock) }));
    let twice = file(story, "again.lock", crate::assessment::LOCK);
    story.ask("add_component_list", json!({ "service": known.service, "file": twice }));
}

/// The workspace's tables beside temporary ones of what is computed.
struct Recount(Connection);

impl Recount {
    fn of(ask: &dyn Fn(&str, Value) -> Value, workspace: &Path, as_of: &str) -> Self {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let db = Connection::open_with_flags(workspace, flags).expect("the workspace");
        db.execute_batch(TABLES).expect("temporary tables");
        let recount = Self(db);
        recount.put("INSERT INTO moment VALUES (date(?1), date(?1, '+90 day'))", [as_of]);
        for template in list(&ask("list_templates", json!({}))["templates"]) {
            let asked = list(&template["questions"]).len() as i64;
            recount.put(
                "INSERT INTO template VALUES (?1, ?2, ?3)",
                params![template["id"].as_str(), template["title"].as_str(), asked],
            );
        }
        let vendors = ask("list_vendors", json!({}));
        for row in list(&vendors["vendors"]) {
            let id = hex(&row["id"]);
            recount.put("INSERT INTO shown VALUES (?1)", [&id]);
            for view in list(&ask("show_vendor", json!({ "vendor": row["id"] }))["services"]) {
                recount.service(&id, view);
            }
        }
        recount.0.execute_batch("INSERT INTO everybody SELECT id FROM shown").expect("all of them");
        recount
    }

    /// What a vendor's page shows of one service.
    fn service(&self, vendor: &str, view: &Value) {
        let id = hex(&view["service"]["id"]);
        let rating = &view["assessment"]["rating"];
        self.put(
            "INSERT INTO rated VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                id,
                vendor,
                view["inherent"]["tier"].as_i64(),
                view["inherent"]["triaged"].as_bool(),
                view["inherent"]["score"].as_f64(),
                rating["residual"].as_str(),
                rating["assurance"].as_f64(),
                rating["status"].as_str(),
                view["reassess_on"].as_str()
            ],
        );
        for claim in list(&view["assessment"]["claims"]) {
            self.put(
                "INSERT INTO claim VALUES (?1, ?2, ?3)",
                params![id, claim["question"].as_str(), claim["state"].as_str()],
            );
        }
        for gate in list(&view["assessment"]["gates"]) {
            let values = params![id, gate["cause"].as_str(), gate["name"].as_str(), gate["state"].as_str()];
            self.put("INSERT INTO gate VALUES (?1, ?2, ?3, ?4)", values);
        }
        for endpoint in list(&view["endpoints"]) {
            let look = &endpoint["look"];
            let until = look["chain"][0]["not_after"].as_str();
            let values = params![hex(&endpoint["id"]), look["completed"].as_bool(), look["at"].as_str(), until];
            self.put("INSERT INTO look VALUES (?1, ?2, ?3, ?4)", values);
            for finding in look["findings"].as_array().unwrap_or(&Vec::new()) {
                self.put("INSERT INTO finding VALUES (?1, ?2)", params![id, finding["severity"].as_str()]);
            }
        }
        for list_of in list(&view["lists"]) {
            let checked = !list_of["checked"].is_null();
            self.put("INSERT INTO held VALUES (?1, ?2)", params![hex(&list_of["id"]), checked]);
            for open in list_of["checked"]["open"].as_array().unwrap_or(&Vec::new()) {
                let values = params![id, open["ids"][0].as_str(), open["severity"].as_str()];
                self.put("INSERT OR IGNORE INTO advisory VALUES (?1, ?2, ?3)", values);
            }
        }
    }

    /// From now on, only vendors in those places.
    fn only(&self, places: &[Value]) {
        self.0.execute_batch("DELETE FROM shown").expect("nobody");
        for place in places {
            self.put(
                "INSERT INTO shown SELECT vendor FROM placed WHERE tier IS ?1 AND residual IS ?2",
                params![place["tier"].as_i64(), place["residual"].as_str()],
            );
        }
    }

    fn every_figure(&self, seen: &Value) {
        self.heat(&seen["heat"]);
        let count = |what: &str, figure: &Value, sql: &str| assert_eq!(figure, &json!(self.count(sql)), "{what}");
        count("looked at", &seen["looked_at"]["vendors"], "SELECT COUNT(*) FROM shown");
        self.names("looked at", &seen["looked_at"], "SELECT id FROM shown");
        count("high", &seen["high"], "SELECT COUNT(*) FROM here WHERE residual IN ('high', 'very_high')");
        count("untriaged", &seen["untriaged"]["vendors"], "SELECT COUNT(*) FROM here WHERE tier IS NULL");
        self.names("untriaged", &seen["untriaged"], "SELECT vendor FROM here WHERE tier IS NULL");
        for status in ["rated", "provisional", "not_rated"] {
            let sql = format!("SELECT COUNT(*) FROM here WHERE status = '{status}'");
            count(status, &seen["status"][status], &sql);
        }
        for state in ["contradicted", "unverified", "supported"] {
            let sql = format!("SELECT COUNT(*) FROM claim JOIN mine USING (service) WHERE state = '{state}'");
            count(state, &seen["claims"][state], &sql);
        }
        count(
            "vendors contradicted",
            &seen["contradicted"]["vendors"],
            "SELECT COUNT(*) FROM claims_of WHERE contradicted > 0",
        );
        for line in list(&seen["contradicted"]["first"]) {
            let claims = &line["claims"];
            let sql = format!(
                "SELECT COUNT(*) FROM claims_of WHERE vendor = '{}' AND contradicted = {} AND unverified = {} AND supported = {}",
                hex(&line["vendor"]["id"]),
                claims["contradicted"],
                claims["unverified"],
                claims["supported"]
            );
            assert_eq!(self.count(&sql), 1, "{line}");
        }
        count("gate failed", &seen["gate_failed"], "SELECT COUNT(DISTINCT vendor) FROM cause WHERE state >= 3");
        self.gates(&seen["gates"]);
        self.findings(&seen["findings"]);
        self.dates(&seen["dates"], &seen["due"]);
        self.ai(&seen["ai"]);
    }

    fn heat(&self, heat: &Value) {
        let rank = ["very_low", "low", "moderate", "high", "very_high"];
        let residual = |at: usize| rank.get(at).map_or("IS NULL".to_owned(), |word| format!("= '{word}'"));
        for row in list(&heat["rows"]) {
            let tier = row["tier"].as_i64().map_or("IS NULL".to_owned(), |tier| format!("= {tier}"));
            for (at, cell) in list(&row["cells"]).iter().enumerate() {
                let sql = format!("SELECT COUNT(*) FROM placed WHERE tier {tier} AND residual {}", residual(at));
                assert_eq!(cell["vendors"], self.count(&sql), "tier {tier}, residual {}", residual(at));
                assert_eq!(cell["residual"], json!(rank.get(at)));
            }
            assert_eq!(row["vendors"], self.count(&format!("SELECT COUNT(*) FROM placed WHERE tier {tier}")));
        }
        for at in 0..=5 {
            let sql = format!("SELECT COUNT(*) FROM placed WHERE residual {}", residual(at));
            assert_eq!(heat["columns"][at], self.count(&sql), "residual {}", residual(at));
        }
        assert_eq!(heat["vendors"], self.count("SELECT COUNT(*) FROM placed"));
        assert_eq!(heat["vendors"], self.count("SELECT COUNT(*) FROM vendor WHERE archived IS NOT 1"));
    }

    fn gates(&self, seen: &Value) {
        for (state, rank) in [("open", 2), ("overdue", 3), ("failed", 4)] {
            for line in list(seen) {
                let cause = line["cause"].as_str().expect("a cause");
                let sql = format!("SELECT vendor FROM cause WHERE state = {rank} AND cause = '{cause}'");
                self.names(&format!("{cause} {state}"), &line[state], &sql);
            }
        }
        assert_eq!(list(seen).len() as i64, self.count("SELECT COUNT(DISTINCT cause) FROM cause WHERE state >= 2"));
    }

    fn findings(&self, seen: &Value) {
        for line in list(&seen["lines"]) {
            let severity = line["severity"].as_str().expect("a severity");
            let sql = |table: &str| {
                format!("SELECT COUNT(*) FROM {table} JOIN mine USING (service) WHERE severity = '{severity}'")
            };
            assert_eq!(
                (&line["tls"], &line["advisories"]),
                (&json!(self.count(&sql("finding"))), &json!(self.count(&sql("advisory")))),
                "{severity}"
            );
        }
        let count = |what: &str, sql: &str| assert_eq!(seen[what], self.count(sql), "{what}");
        count(
            "endpoints_seen",
            "SELECT COUNT(*) FROM endpoint e JOIN mine ON mine.row = e.service JOIN look ON look.endpoint = hex(e.id) WHERE e.archived IS NOT 1 AND look.completed = 1",
        );
        count(
            "lists_held",
            "SELECT COUNT(*) FROM component_list l JOIN mine ON mine.row = l.service JOIN held ON held.list = hex(l.id) WHERE l.archived IS NOT 1 AND held.checked = 1",
        );
        for (what, sql) in UNCHECKED {
            assert_eq!(seen["unchecked"][what], self.count(sql), "{what}");
        }
    }

    /// What a vendor's row in the list says is what its pages say.
    fn rows_of_the_list(&self, vendors: &Value) {
        for row in list(vendors) {
            let vendor = hex(&row["id"]);
            for (at, state) in ["open", "overdue", "failed"].iter().enumerate() {
                let sql =
                    format!("SELECT cause FROM cause WHERE vendor = '{vendor}' AND state = {} ORDER BY cause", at + 2);
                let gates = list(&row["gates"]).iter().filter(|gate| gate["state"] == *state);
                let named: Vec<[String; 1]> =
                    gates.map(|gate| [gate["cause"].as_str().expect("a cause").to_owned()]).collect();
                assert_eq!(named, self.rows::<1>(&sql), "{} {state}", row["name"]);
            }
            for state in ["contradicted", "unverified", "supported"] {
                let sql = format!(
                    "SELECT COUNT(*) FROM claim JOIN mine USING (service) WHERE vendor = '{vendor}' AND state = '{state}'"
                );
                assert_eq!(row["claims"][state], self.count(&sql), "{} {state}", row["name"]);
            }
            let tier = if row["triaged"] == true { row["tier"].as_i64() } else { None };
            let residual = row["worst"]["residual"].as_str();
            let sql = "SELECT COUNT(*) FROM placed WHERE vendor = ?1 AND tier IS ?2 AND residual IS ?3";
            let found: i64 = self.0.query_row(sql, params![vendor, tier, residual], |row| row.get(0)).expect("a count");
            assert_eq!(found, 1, "{} stands elsewhere", row["name"]);
        }
    }

    fn dates(&self, seen: &Value, due: &Value) {
        let word = |value: &Value| value.as_str().expect("a word").to_owned();
        let listed: Vec<[String; 5]> = list(seen)
            .iter()
            .map(|line| ["on", "kind", "name", "what", "nearness"].map(|field| word(&line[field])))
            .collect();
        assert_eq!(listed, self.rows::<5>(&format!("{DATES} ORDER BY \"on\", kind, name, what")));
        let listed: Vec<[String; 2]> =
            list(due).iter().map(|line| [word(&line["vendor"]["name"]), word(&line["on"])]).collect();
        let mut found = self.rows::<2>(&format!(
            "SELECT name, MIN(\"on\") FROM ({DATES}) WHERE kind = 'reassess_by' GROUP BY vendor ORDER BY 2, 1"
        ));
        let mut sorted = listed.clone();
        sorted.sort();
        found.sort();
        assert_eq!(sorted, found);
        assert!(listed.is_sorted_by(|a, b| a[1] <= b[1]), "the most urgent first: {listed:?}");
    }

    fn ai(&self, seen: &Value) {
        let vendors =
            self.count("SELECT COUNT(*) FROM shown JOIN vendor v ON hex(v.id) = shown.id WHERE v.kind = 'ai_vendor'");
        assert_eq!(seen["vendors"].as_i64().unwrap_or_default(), vendors);
        for line in seen["questions"].as_array().unwrap_or(&Vec::new()) {
            let question = line["question"].as_str().expect("a question");
            let worst = format!(
                "SELECT v.id, MIN(CASE c.state WHEN 'contradicted' THEN 1 WHEN 'unverified' THEN 2 WHEN 'supported' THEN 3 ELSE 4 END) AS state
                 FROM shown JOIN vendor v ON hex(v.id) = shown.id LEFT JOIN rated r ON r.vendor = shown.id
                 LEFT JOIN claim c ON c.service = r.service AND c.question = '{question}'
                 WHERE v.kind = 'ai_vendor' GROUP BY v.id"
            );
            let of = |state: u8| self.count(&format!("SELECT COUNT(*) FROM ({worst}) WHERE state = {state}"));
            let claims = &line["claims"];
            let figures = [&claims["contradicted"], &claims["unverified"], &claims["supported"], &line["nothing"]];
            assert_eq!(figures, [&json!(of(1)), &json!(of(2)), &json!(of(3)), &json!(of(4))], "{question}");
        }
    }

    /// The vendors of a list: as many as the query finds, and the first of them by name.
    fn names(&self, what: &str, seen: &Value, sql: &str) {
        let found = self.rows::<1>(&format!(
            "SELECT v.name FROM vendor v WHERE hex(v.id) IN ({sql}) ORDER BY v.name COLLATE NOCASE, v.id"
        ));
        assert_eq!(seen["vendors"], found.len(), "{what}");
        let first: Vec<[String; 1]> =
            list(&seen["first"]).iter().map(|vendor| [vendor["name"].as_str().expect("a name").to_owned()]).collect();
        assert_eq!(first, found[..found.len().min(12)], "{what}");
    }

    fn put(&self, sql: &str, values: impl Params) {
        self.0.execute(sql, values).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    fn count(&self, sql: &str) -> i64 {
        self.0.query_row(sql, [], |row| row.get(0)).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    fn rows<const N: usize>(&self, sql: &str) -> Vec<[String; N]> {
        let mut statement = self.0.prepare(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let rows = statement.query_map([], |row| {
            let mut cells = [const { String::new() }; N];
            for (at, cell) in cells.iter_mut().enumerate() {
                *cell = row.get(at)?;
            }
            Ok(cells)
        });
        rows.expect("rows").map(|row| row.expect("a row")).collect()
    }
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("a list, not {value}"))
}

/// An id as SQL's hex() writes its bytes.
fn hex(id: &Value) -> String {
    id.as_str().expect("an id").replace('-', "").to_uppercase()
}

const TABLES: &str = "
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE moment (today TEXT, until TEXT);
CREATE TEMP TABLE template (id TEXT, title TEXT, asked INTEGER);
CREATE TEMP TABLE shown (id TEXT PRIMARY KEY);
CREATE TEMP TABLE everybody (id TEXT PRIMARY KEY);
CREATE TEMP TABLE rated (service TEXT PRIMARY KEY, vendor TEXT, tier INTEGER, triaged INTEGER, score REAL,
                         residual TEXT, assurance REAL, status TEXT, reassess_on TEXT);
CREATE TEMP TABLE claim (service TEXT, question TEXT, state TEXT);
CREATE TEMP TABLE gate (service TEXT, cause TEXT, name TEXT, state TEXT);
CREATE TEMP TABLE look (endpoint TEXT PRIMARY KEY, completed INTEGER, at TEXT, until TEXT);
CREATE TEMP TABLE finding (service TEXT, severity TEXT);
CREATE TEMP TABLE held (list TEXT PRIMARY KEY, checked INTEGER);
CREATE TEMP TABLE advisory (service TEXT, id TEXT, severity TEXT, PRIMARY KEY (service, id));

-- a vendor's tier is that of its riskiest service, its residual risk that of its worst
CREATE TEMP VIEW placed AS
SELECT e.id AS vendor,
       (SELECT CASE WHEN r.triaged THEN r.tier END FROM rated r WHERE r.vendor = e.id
        ORDER BY r.triaged, r.tier, r.score DESC LIMIT 1) AS tier,
       (SELECT r.residual FROM rated r WHERE r.vendor = e.id ORDER BY CASE r.residual WHEN 'very_high' THEN 0
        WHEN 'high' THEN 1 WHEN 'moderate' THEN 3 WHEN 'low' THEN 4 WHEN 'very_low' THEN 5 ELSE 2 END, r.assurance LIMIT 1)
        AS residual,
       COALESCE((SELECT r.status FROM rated r WHERE r.vendor = e.id ORDER BY CASE r.residual WHEN 'very_high' THEN 0
        WHEN 'high' THEN 1 WHEN 'moderate' THEN 3 WHEN 'low' THEN 4 WHEN 'very_low' THEN 5 ELSE 2 END, r.assurance LIMIT 1),
        'not_rated') AS status
FROM everybody e;
CREATE TEMP VIEW here AS SELECT placed.* FROM placed JOIN shown ON shown.id = placed.vendor;
-- services in use of the vendors shown: by the workspace's own tables
CREATE TEMP VIEW mine AS
SELECT hex(s.id) AS service, hex(v.id) AS vendor, s.id AS row, v.name FROM main.service s JOIN main.vendor v ON v.id = s.vendor
JOIN shown ON shown.id = hex(v.id) WHERE s.archived IS NOT 1 AND v.archived IS NOT 1;
CREATE TEMP VIEW claims_of AS
SELECT mine.vendor, SUM(state = 'contradicted') AS contradicted, SUM(state = 'unverified') AS unverified,
       SUM(state = 'supported') AS supported FROM claim JOIN mine USING (service) GROUP BY mine.vendor;
CREATE TEMP VIEW cause AS
SELECT mine.vendor, cause, MAX(CASE state WHEN 'failed' THEN 4 WHEN 'overdue' THEN 3 WHEN 'open' THEN 2 ELSE 1 END) AS state
FROM gate JOIN mine USING (service) GROUP BY mine.vendor, cause;
";

const UNCHECKED: [(&str, &str); 5] = [
    (
        "endpoints",
        "SELECT COUNT(*) FROM endpoint e JOIN mine ON mine.row = e.service LEFT JOIN look ON look.endpoint = hex(e.id)
         WHERE e.archived IS NOT 1 AND look.completed IS NOT 1",
    ),
    (
        "endpoints_old",
        "SELECT COUNT(*) FROM endpoint e JOIN mine ON mine.row = e.service JOIN look ON look.endpoint = hex(e.id), moment
         WHERE e.archived IS NOT 1 AND look.completed = 1 AND date(look.at) < date(today, '-30 day')",
    ),
    (
        "services_without_endpoint",
        "SELECT COUNT(*) FROM mine WHERE NOT EXISTS
         (SELECT 1 FROM endpoint e WHERE e.service = mine.row AND e.archived IS NOT 1)",
    ),
    (
        "services_without_list",
        "SELECT COUNT(*) FROM mine WHERE NOT EXISTS
         (SELECT 1 FROM component_list l WHERE l.service = mine.row AND l.archived IS NOT 1)",
    ),
    (
        "lists",
        "SELECT COUNT(*) FROM component_list l JOIN mine ON mine.row = l.service LEFT JOIN held ON held.list = hex(l.id), moment
         WHERE l.archived IS NOT 1 AND (held.checked IS NOT 1 OR l.received_on < date(today, '-180 day'))",
    ),
];

/// Every date, from the workspace's tables: day, kind, vendor, what, how near; then the vendor.
const DATES: &str = "
SELECT \"on\", kind, name, what,
       CASE WHEN \"on\" < today THEN 'late' WHEN \"on\" <= date(today, '+10 day') THEN 'near' ELSE 'ahead' END AS nearness,
       vendor
FROM moment, (
  SELECT 'contract_ends' AS kind, c.ends_on AS \"on\", v.name, c.title AS what, hex(v.id) AS vendor
  FROM contract c JOIN vendor v ON v.id = c.vendor JOIN shown ON shown.id = hex(v.id)
  WHERE c.archived IS NOT 1 AND (c.service IS NULL OR c.service IN (SELECT row FROM mine))
  UNION ALL
  SELECT 'notice_by', date(c.ends_on, '-' || c.notice_days || ' day'), v.name,
         c.title || CASE WHEN c.renews = 1 THEN ', renews by itself' ELSE ', ends by itself' END, hex(v.id)
  FROM moment, contract c JOIN vendor v ON v.id = c.vendor JOIN shown ON shown.id = hex(v.id)
  WHERE c.archived IS NOT 1 AND (c.service IS NULL OR c.service IN (SELECT row FROM mine)) AND c.notice_days > 0
    AND c.ends_on >= today AND (c.renews = 1 OR date(c.ends_on, '-' || c.notice_days || ' day') >= today)
  UNION ALL
  SELECT 'evidence_ends', COALESCE(e.valid_until, date(e.dated_on, '+365 day')), mine.name, e.title, mine.vendor
  FROM evidence e JOIN mine ON mine.row = e.service
  WHERE e.archived IS NOT 1 AND NOT (
    EXISTS (SELECT 1 FROM evidence_question q WHERE q.evidence = e.id AND q.archived IS NOT 1)
    AND NOT EXISTS (
      SELECT 1 FROM evidence_question q WHERE q.evidence = e.id AND q.archived IS NOT 1 AND NOT EXISTS (
        SELECT 1 FROM evidence o JOIN evidence_question p ON p.evidence = o.id
        WHERE o.service = e.service AND o.archived IS NOT 1 AND p.archived IS NOT 1 AND p.question = q.question
          AND COALESCE(o.valid_until, date(o.dated_on, '+365 day')) > COALESCE(e.valid_until, date(e.dated_on, '+365 day')))))
  UNION ALL
  SELECT 'certificate_expires', date(look.until), mine.name, e.host, mine.vendor
  FROM endpoint e JOIN mine ON mine.row = e.service JOIN look ON look.endpoint = hex(e.id) WHERE e.archived IS NOT 1
  UNION ALL
  SELECT 'questionnaire_due', q.due_on, mine.name, t.title || ', ' || answered || ' of ' || t.asked || ' answered', mine.vendor
  FROM (SELECT q.*, (SELECT COUNT(*) FROM answer a WHERE a.questionnaire = q.id AND a.archived IS NOT 1 AND a.choice IS NOT NULL)
        AS answered FROM questionnaire q WHERE q.archived IS NOT 1) q
  JOIN mine ON mine.row = q.service JOIN template t ON t.id = q.template WHERE answered < t.asked
  UNION ALL
  SELECT 'acceptance_ends', a.until, mine.name, replace(a.gates, ' ', ', '), mine.vendor
  FROM moment, acceptance a JOIN mine ON mine.row = a.service
  WHERE NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.row = a.id) AND (a.until >= today OR EXISTS (
    SELECT 1 FROM gate g WHERE g.service = mine.service AND g.state IN ('open', 'overdue', 'failed')
      AND instr(' ' || a.gates || ' ', ' ' || g.name || ' ') > 0))
  UNION ALL
  SELECT 'reassess_by', r.reassess_on, mine.name, s.name, mine.vendor
  FROM rated r JOIN mine USING (service) JOIN service s ON s.id = mine.row
  WHERE r.triaged AND EXISTS (SELECT 1 FROM answer a JOIN questionnaire q ON q.id = a.questionnaire
    WHERE q.service = mine.row AND q.archived IS NOT 1 AND a.archived IS NOT 1 AND a.choice IS NOT NULL)
) WHERE \"on\" <= until";
