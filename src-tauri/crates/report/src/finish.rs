//! From drawn pages to a file: fonts cut down to the glyphs used, and what printpdf leaves out
//! (structure tree, outline, metadata, output intent, a reproducible id).

use crate::ReportError;
use crate::canvas::{Canvas, Held, utf16};
use crate::font::Fonts;
use crate::look::HEIGHT;
use chrono::{DateTime, Utc};
use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};
use printpdf::{
    FontId, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, PdfWarnMsg, TextItem,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use subsetter::GlyphRemapper;

/// What a file says of itself.
pub struct About {
    /// Its title.
    pub title: String,
    /// The moment it is as of (UTC).
    pub as_of: DateTime<Utc>,
    /// Name and version of the program.
    pub program: String,
    /// The dossier as JSON, attached when the reader may have it.
    pub attached: Option<Vec<u8>>,
}

/// Writes the file.
///
/// # Errors
/// When a font cannot be cut, or the document cannot be put together.
pub fn finish(canvas: Canvas<'_>, about: &About) -> Result<Vec<u8>, ReportError> {
    let mut pdf = PdfDocument::new(&about.title);
    let pages = canvas.pages.iter().map(|page| page.ops.clone()).collect();
    for ops in with_subsets(&mut pdf, canvas.fonts, pages)? {
        pdf.pages.push(PdfPage::new(Mm(210.0), Mm(297.0), ops));
    }
    let mut warnings: Vec<PdfWarnMsg> = Vec::new();
    let mut document = pdf.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    document.version = "1.7".to_owned();
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    name_fonts(&mut document, canvas.fonts);
    let structure = structure(&mut document, &canvas, &pages)?;
    let outline = outline(&mut document, &canvas, &pages);
    let metadata = metadata(&mut document, about);
    let intent = output_intent(&mut document);
    let attached = about.attached.as_ref().map(|bytes| attach(&mut document, bytes.clone(), about));
    let catalogue = document.catalog_mut().map_err(broken)?;
    catalogue.set("Lang", ascii("en-GB"));
    catalogue.set("MarkInfo", dictionary! { "Marked" => true });
    catalogue.set("StructTreeRoot", structure);
    catalogue.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalogue.set("Metadata", metadata);
    catalogue.set("OutputIntents", vec![intent]);
    catalogue.set("PageMode", "UseOutlines");
    if let Some(outline) = outline {
        catalogue.set("Outlines", outline);
    }
    if let Some(file) = attached {
        catalogue.set("AF", vec![Object::Reference(file)]);
        let names = vec![text("dossier.json"), Object::Reference(file)];
        catalogue.set("Names", dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } });
    }
    information(&mut document, about)?;
    document.compress();
    identify(&mut document)?;
    let mut bytes = Vec::new();
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    document.save_with_options(&mut bytes, options).map_err(broken)?;
    Ok(bytes)
}

fn broken(error: impl std::fmt::Display) -> ReportError {
    ReportError::Document(error.to_string())
}

/// Cuts each font down to the glyphs used and renumbers them in the pages.
fn with_subsets(pdf: &mut PdfDocument, fonts: &Fonts, mut pages: Vec<Vec<Op>>) -> Result<Vec<Vec<Op>>, ReportError> {
    let mut used: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
    each_glyph(&mut pages, |font, glyph| {
        used.entry(font.0.clone()).or_default().insert(*glyph);
    });
    let mut numbers: BTreeMap<String, GlyphRemapper> = BTreeMap::new();
    for face in &fonts.faces {
        let Some(used) = used.get(&face.id.0) else { continue };
        let mut remapper = GlyphRemapper::new();
        for glyph in used {
            remapper.remap(*glyph);
        }
        let bytes = subsetter::subset(face.data, 0, &remapper).map_err(|_| ReportError::Font(face.name))?;
        let font = ParsedFont::from_bytes(&bytes, 0, &mut Vec::new()).ok_or(ReportError::Font(face.name))?;
        pdf.resources.fonts.map.insert(face.id.clone(), PdfFont::new(font));
        numbers.insert(face.id.0.clone(), remapper);
    }
    each_glyph(&mut pages, |font, glyph| {
        if let Some(new) = numbers.get(&font.0).and_then(|remapper| remapper.get(*glyph)) {
            *glyph = new;
        }
    });
    Ok(pages)
}

fn each_glyph(pages: &mut [Vec<Op>], mut with: impl FnMut(&FontId, &mut u16)) {
    for ops in pages {
        let mut font = FontId(String::new());
        for op in ops {
            match op {
                Op::SetFont { font: PdfFontHandle::External(id), .. } => font = id.clone(),
                Op::ShowText { items } => {
                    for item in items {
                        if let TextItem::GlyphIds(glyphs) = item {
                            glyphs.iter_mut().for_each(|glyph| with(&font, &mut glyph.gid));
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// Names each subset as ISO 32000-2, 9.9.2 asks: six capitals, a plus, the font's own name.
fn name_fonts(document: &mut Document, fonts: &Fonts) {
    for object in document.objects.values_mut() {
        let Ok(entries) = object.as_dict_mut() else { continue };
        for key in [b"BaseFont".as_slice(), b"FontName"] {
            let Some(tag) = entries.get(key).ok().and_then(|name| name.as_name().ok()).map(<[u8]>::to_vec) else {
                continue;
            };
            let found =
                fonts.faces.iter().find(|face| tag.starts_with(face.id.0.as_bytes()) || tag == face.name.as_bytes());
            if let Some(face) = found {
                let name = format!("{}+{}", face.id.0, face.name);
                entries.set(key, Object::Name(name.into_bytes()));
            }
        }
    }
}

fn structure(document: &mut Document, canvas: &Canvas<'_>, pages: &[ObjectId]) -> Result<ObjectId, ReportError> {
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = canvas.tree.iter().map(|_| document.new_object_id()).collect();
    let mut parents: Vec<Object> = Vec::new();
    for (number, page) in canvas.pages.iter().enumerate() {
        let entries = document.get_object_mut(pages[number]).and_then(Object::as_dict_mut).map_err(broken)?;
        entries.set("StructParents", number as i64);
        entries.set("Tabs", "S");
        parents.push((number as i64).into());
        parents.push(Object::Array(page.marked.iter().map(|element| Object::Reference(ids[*element])).collect()));
    }
    for (place, element) in canvas.tree.iter().enumerate() {
        let held = |held: &Held| match held {
            Held::Element(child) => Object::Reference(ids[*child]),
            Held::Marks(page, number) if *page == element.page => Object::Integer(*number),
            Held::Marks(page, number) => {
                Object::Dictionary(dictionary! { "Type" => "MCR", "Pg" => pages[*page], "MCID" => *number })
            }
        };
        let holds: Vec<Object> = element.holds.iter().map(held).collect();
        let parent = if place == 0 { root } else { ids[element.parent] };
        let mut entries = dictionary! {
            "Type" => "StructElem", "S" => element.kind, "P" => parent, "Pg" => pages[element.page], "K" => holds
        };
        if let Some(alt) = &element.alt {
            entries.set("Alt", text(alt));
        }
        if element.kind == "TH" {
            entries.set("A", dictionary! { "O" => "Table", "Scope" => "Column" });
        }
        document.objects.insert(ids[place], Object::Dictionary(entries));
    }
    let tree = document.add_object(dictionary! { "Nums" => parents });
    let entries = dictionary! {
        "Type" => "StructTreeRoot", "K" => ids[0], "ParentTree" => tree,
        "ParentTreeNextKey" => canvas.pages.len() as i64
    };
    document.objects.insert(root, Object::Dictionary(entries));
    Ok(root)
}

fn outline(document: &mut Document, canvas: &Canvas<'_>, pages: &[ObjectId]) -> Option<ObjectId> {
    let root = document.new_object_id();
    let headings = &canvas.headings;
    let ids: Vec<ObjectId> = headings.iter().map(|_| document.new_object_id()).collect();
    let mut top: Vec<usize> = Vec::new();
    let mut below: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, heading) in headings.iter().enumerate() {
        match top.last().copied().filter(|_| heading.level > 1) {
            Some(section) => below.entry(section).or_default().push(place),
            None => top.push(place),
        }
    }
    let mut items: Vec<Dictionary> = headings
        .iter()
        .map(|heading| {
            let destination: Vec<Object> =
                vec![pages[heading.page].into(), "XYZ".into(), 0.into(), (HEIGHT - heading.top).into(), Object::Null];
            dictionary! { "Title" => text(&heading.title), "Dest" => destination }
        })
        .collect();
    let link = |siblings: &[usize], parent: ObjectId, items: &mut Vec<Dictionary>| {
        for (at, place) in siblings.iter().enumerate() {
            items[*place].set("Parent", parent);
            if at > 0 {
                items[*place].set("Prev", ids[siblings[at - 1]]);
            }
            if let Some(next) = siblings.get(at + 1) {
                items[*place].set("Next", ids[*next]);
            }
        }
    };
    link(&top, root, &mut items);
    for (section, children) in &below {
        link(children, ids[*section], &mut items);
        items[*section].set("First", ids[*children.first()?]);
        items[*section].set("Last", ids[*children.last()?]);
        items[*section].set("Count", -(children.len() as i64));
    }
    for (place, item) in items.into_iter().enumerate() {
        document.objects.insert(ids[place], Object::Dictionary(item));
    }
    let (first, last) = (ids[*top.first()?], ids[*top.last()?]);
    let entries = dictionary! { "Type" => "Outlines", "First" => first, "Last" => last, "Count" => top.len() as i64 };
    document.objects.insert(root, Object::Dictionary(entries));
    Some(root)
}

/// The same facts as the information dictionary, in XML (ISO 16684-1), with the marks of
/// PDF/A-3a and PDF/UA-1.
fn metadata(document: &mut Document, about: &About) -> ObjectId {
    let moment = about.as_of.format("%Y-%m-%dT%H:%M:%SZ");
    let (title, program) = (escaped(&about.title), escaped(&about.program));
    let xml = format!(
        r##"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Caveat</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{program}</xmp:CreatorTool><xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<pdf:Producer>{program}</pdf:Producer>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of the standard</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"##,
        bom = '\u{feff}'
    );
    let mut stream = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xml.into_bytes());
    // readers look for it without unpacking
    stream.allows_compression = false;
    document.add_object(stream)
}

fn output_intent(document: &mut Document) -> Object {
    let profile = include_bytes!("../../../../assets/colour/srgb.icc").to_vec();
    let profile = document.add_object(Stream::new(dictionary! { "N" => 3, "Alternate" => "DeviceRGB" }, profile));
    Object::Dictionary(dictionary! {
        "Type" => "OutputIntent", "S" => "GTS_PDFA1", "OutputConditionIdentifier" => ascii("sRGB IEC61966-2.1"),
        "Info" => ascii("sRGB IEC61966-2.1"), "RegistryName" => ascii("http://www.color.org"),
        "DestOutputProfile" => profile
    })
}

fn attach(document: &mut Document, bytes: Vec<u8>, about: &About) -> ObjectId {
    let parameters = dictionary! { "Size" => bytes.len() as i64, "ModDate" => ascii(&pdf_date(about.as_of)) };
    let entries = dictionary! {
        "Type" => "EmbeddedFile", "Subtype" => Object::Name(b"application/json".to_vec()), "Params" => parameters
    };
    let file = document.add_object(Stream::new(entries, bytes));
    document.add_object(dictionary! {
        "Type" => "Filespec", "F" => ascii("dossier.json"), "UF" => text("dossier.json"),
        "Desc" => text("What this report was made from"), "AFRelationship" => "Source",
        "EF" => dictionary! { "F" => file, "UF" => file }
    })
}

fn information(document: &mut Document, about: &About) -> Result<(), ReportError> {
    let entries = dictionary! {
        "Title" => text(&about.title), "Author" => text("Caveat"), "Creator" => text(&about.program),
        "Producer" => text(&about.program), "CreationDate" => ascii(&pdf_date(about.as_of)),
        "ModDate" => ascii(&pdf_date(about.as_of))
    };
    let id = document.trailer.get(b"Info").and_then(Object::as_reference).map_err(broken)?;
    document.objects.insert(id, Object::Dictionary(entries));
    Ok(())
}

/// An id from the content: the same document has the same one.
fn identify(document: &mut Document) -> Result<(), ReportError> {
    let mut plain = document.clone();
    plain.trailer.remove(b"ID");
    let mut bytes = Vec::new();
    plain.save_to(&mut bytes).map_err(broken)?;
    let hash = Sha256::digest(&bytes);
    let id = Object::String(hash[..16].to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
    Ok(())
}

fn pdf_date(moment: DateTime<Utc>) -> String {
    moment.format("D:%Y%m%d%H%M%SZ").to_string()
}

fn text(text: &str) -> Object {
    Object::String(utf16(text), StringFormat::Hexadecimal)
}

fn ascii(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
