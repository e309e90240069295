//! Just enough JSON to read what cargo, npm and the command line print, and to write a bill of
//! materials: the chores have no dependencies.

use std::fmt;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Nothing,
    Truth(bool),
    /// As it is written: the chores only pass numbers on or read them whole.
    Number(String),
    Text(String),
    List(Vec<Json>),
    /// In the order written.
    Map(Vec<(String, Json)>),
}

/// What is not there.
static NOTHING: Json = Json::Nothing;

impl Json {
    /// Reads one document.
    ///
    /// # Errors
    /// Says where it stops being JSON.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut reader = Reader { bytes: text.as_bytes(), text, at: 0, depth: 0 };
        let value = reader.value()?;
        reader.space();
        if reader.at == text.len() {
            Ok(value)
        } else {
            Err(reader.wrong("the end"))
        }
    }

    /// A field of a map, or an entry's nothing.
    pub fn get(&self, name: &str) -> &Json {
        self.fields().iter().find(|(key, _)| key == name).map_or(&NOTHING, |(_, value)| value)
    }

    /// The fields of a map; none of anything else.
    pub fn fields(&self) -> &[(String, Json)] {
        match self {
            Self::Map(fields) => fields,
            _ => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Json] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number, if it is one.
    pub fn count(&self) -> Option<u64> {
        match self {
            Self::Number(digits) => digits.parse().ok(),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(digits) => digits.parse().ok(),
            _ => None,
        }
    }

    fn write(&self, out: &mut fmt::Formatter<'_>, deep: usize) -> fmt::Result {
        let (inner, outer) = ("  ".repeat(deep + 1), "  ".repeat(deep));
        match self {
            Self::Nothing => out.write_str("null"),
            Self::Truth(truth) => write!(out, "{truth}"),
            Self::Number(digits) => out.write_str(digits),
            Self::Text(text) => quoted(text, out),
            Self::List(items) if items.is_empty() => out.write_str("[]"),
            Self::Map(fields) if fields.is_empty() => out.write_str("{}"),
            Self::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    write!(out, "{}\n{inner}", if at == 0 { "[" } else { "," })?;
                    item.write(out, deep + 1)?;
                }
                write!(out, "\n{outer}]")
            }
            Self::Map(fields) => {
                for (at, (name, value)) in fields.iter().enumerate() {
                    write!(out, "{}\n{inner}", if at == 0 { "{" } else { "," })?;
                    quoted(name, out)?;
                    out.write_str(": ")?;
                    value.write(out, deep + 1)?;
                }
                write!(out, "\n{outer}}}")
            }
        }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<Json>> for Json {
    fn from(items: Vec<Json>) -> Self {
        Self::List(items)
    }
}

/// A map of these fields.
pub fn map<const N: usize>(fields: [(&str, Json); N]) -> Json {
    Json::Map(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

impl fmt::Display for Json {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(out, 0)
    }
}

fn quoted(text: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    out.write_str("\"")?;
    for letter in text.chars() {
        match letter {
            '"' | '\\' => write!(out, "\\{letter}")?,
            '\n' => out.write_str("\\n")?,
            control if control < ' ' => write!(out, "\\u{:04x}", u32::from(control))?,
            other => write!(out, "{other}")?,
        }
    }
    out.write_str("\"")
}

struct Reader<'a> {
    bytes: &'a [u8],
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn wrong(&self, wanted: &str) -> String {
        format!("Not JSON: {wanted} was expected at byte {}.", self.at)
    }

    fn space(&mut self) {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }

    fn next_is(&mut self, wanted: u8) -> bool {
        self.space();
        let is = self.bytes.get(self.at) == Some(&wanted);
        self.at += usize::from(is);
        is
    }

    fn value(&mut self) -> Result<Json, String> {
        self.space();
        self.depth += 1;
        if self.depth > 200 {
            return Err(self.wrong("less depth"));
        }
        let value = match self.bytes.get(self.at) {
            Some(b'{') => self.map(),
            Some(b'[') => self.list(),
            Some(b'"') => self.string().map(Json::Text),
            Some(b'-' | b'0'..=b'9') => Ok(self.number()),
            _ => self.word(),
        };
        self.depth -= 1;
        value
    }

    fn map(&mut self) -> Result<Json, String> {
        self.at += 1;
        let mut fields = Vec::new();
        while !self.next_is(b'}') {
            if !fields.is_empty() && !self.next_is(b',') {
                return Err(self.wrong("a comma"));
            }
            self.space();
            let name = self.string()?;
            if !self.next_is(b':') {
                return Err(self.wrong("a colon"));
            }
            fields.push((name, self.value()?));
        }
        Ok(Json::Map(fields))
    }

    fn list(&mut self) -> Result<Json, String> {
        self.at += 1;
        let mut items = Vec::new();
        while !self.next_is(b']') {
            if !items.is_empty() && !self.next_is(b',') {
                return Err(self.wrong("a comma"));
            }
            items.push(self.value()?);
        }
        Ok(Json::List(items))
    }

    fn number(&mut self) -> Json {
        let from = self.at;
        while matches!(self.bytes.get(self.at), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        Json::Number(self.text[from..self.at].to_owned())
    }

    fn word(&mut self) -> Result<Json, String> {
        let words = [("true", Json::Truth(true)), ("false", Json::Truth(false)), ("null", Json::Nothing)];
        let rest = &self.text[self.at..];
        let found = words.into_iter().find(|(word, _)| rest.starts_with(word));
        let (word, value) = found.ok_or_else(|| self.wrong("a value"))?;
        self.at += word.len();
        Ok(value)
    }

    fn string(&mut self) -> Result<String, String> {
        if self.bytes.get(self.at) != Some(&b'"') {
            return Err(self.wrong("a string"));
        }
        self.at += 1;
        let mut out = String::new();
        loop {
            let from = self.at;
            while !matches!(self.bytes.get(self.at), None | Some(b'"' | b'\\')) {
                self.at += 1;
            }
            out.push_str(&self.text[from..self.at]);
            self.at += 1;
            match self.bytes.get(self.at - 1) {
                Some(b'"') => return Ok(out),
                Some(b'\\') => out.push(self.escaped()?),
                _ => return Err(self.wrong("the end of a string")),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, String> {
        let kind = self.bytes.get(self.at).copied().ok_or_else(|| self.wrong("an escape"))?;
        self.at += 1;
        Ok(match kind {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => {
                let first = self.unit()?;
                if !(0xd800..0xdc00).contains(&first) {
                    return char::from_u32(first).ok_or_else(|| self.wrong("a letter"));
                }
                if !(self.next_is(b'\\') && self.next_is(b'u')) {
                    return Err(self.wrong("the other half of a letter"));
                }
                let second = self.unit()?;
                let letter = 0x1_0000 + ((first - 0xd800) << 10) + (second.wrapping_sub(0xdc00) & 0x3ff);
                return char::from_u32(letter).ok_or_else(|| self.wrong("a letter"));
            }
            plain @ (b'"' | b'\\' | b'/') => char::from(plain),
            _ => return Err(self.wrong("an escape")),
        })
    }

    fn unit(&mut self) -> Result<u32, String> {
        let digits = self.text.get(self.at..self.at + 4).ok_or_else(|| self.wrong("four digits"))?;
        let unit = u32::from_str_radix(digits, 16).map_err(|_| self.wrong("four digits"))?;
        self.at += 4;
        Ok(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let text = r#"{"a": [1, -2.5e3, true, null, "x\n\"\\ü\u00fc\ud83d\ude00"], "b": {}, "c": []}"#;
        let value = Json::read(text).expect("json");
        assert_eq!(value.get("a").items()[4].text(), Some("x\n\"\\üü😀"));
        assert_eq!((value.get("a").items()[0].count(), value.get("z")), (Some(1), &Json::Nothing));
        assert_eq!(Json::read(&value.to_string()), Ok(value));
    }

    #[test]
    fn what_is_none_is_refused() {
        let deep = "[".repeat(100_000);
        for text in ["", "{", "[1 2]", "{\"a\" 1}", "\"a", "nul", "1 2", "\"\\ud800x\"", "\"\\x\"", deep.as_str()] {
            assert!(Json::read(text).is_err(), "{:.20}", text);
        }
    }
}
