//! scratch
use casus_resolve::Knowledge;
use std::io::BufRead;
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir("/tmp/gn/lex")? {
        let path = entry?.path();
        files.push((path.to_string_lossy().into_owned(), std::fs::read_to_string(&path)?));
    }
    let b: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let k = Knowledge::load(&b)?;
    let m = "/work/main/models/minilm-ewt-gum/";
    let lem: &'static str = Box::leak(std::fs::read_to_string(format!("{m}lemmas.tsv"))?.into_boxed_str());
    let model = casus_text::Model::load(std::fs::read(format!("{m}weights.safetensors"))?, &std::fs::read_to_string(format!("{m}config.json"))?, &std::fs::read_to_string(format!("{m}vocab.txt"))?, lem)?;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let seg = casus_text::Segmented { span: casus_record::Span::new(0, line.len()), role: casus_record::SegmentRole::Body };
        let d = casus_text::analyze(&line, &[seg], &model);
        println!("## {line}");
        for s in &d.sentences {
            if std::env::args().nth(1).is_some() { for (i,t) in s.tokens.iter().enumerate() { print!("{}:{}/{}/{}/{} ", i+1, t.span.of(&line), t.upos, t.head.map_or(0,|h|h+1), t.deprel); } println!(); }
            for (i, t) in s.tokens.iter().enumerate() {
                use casus_text::Deprel::*;
                if !matches!(t.deprel, Nsubj | NsubjPass | Obj | Obl | OblAgent | NmodPoss | Root | Conj | Nmod | Iobj) || !(t.upos.is_nominal() || matches!(t.upos, casus_text::Upos::Pron|casus_text::Upos::Adj)) { continue; }
                let r = k.read(s, &line, i, Some(jiff::civil::date(2019, 8, 28)));
                println!("   {:<40} | {} | {} {} | {} | {:?} {} {} {}", r.span.of(&line), r.name, r.country.as_deref().unwrap_or("-"), r.sector.map_or("-".into(), |s| s.to_string()), r.kind, r.political, r.id.as_deref().unwrap_or(""), r.attributes.join(","), if r.thing {"thing"} else if r.is_pronoun {"pron"} else if r.is_place_only {"place"} else {""});
            }
        }
    }
    Ok(())
}
