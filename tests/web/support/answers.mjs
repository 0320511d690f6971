// The birth story's answers as submission XML, written without the form engine.

import { story } from './story.mjs';

/** What the form calculates from the story's answers on the day of the story. */
const CALCULATED = {
  '/data/child/surname': 'NGUYỄN',
  '/data/child/birth_year': '2026',
  '/data/child/birth_year_words': 'hai nghìn không trăm hai mươi sáu',
  '/data/child/birth_date_words': 'Ngày mười tháng mười một năm hai nghìn không trăm hai mươi sáu',
  '/data/child/late_registration': 'no',
  '/data/mother/nationality': 'VN',
  '/data/mother/surname': 'TRẦN',
  '/data/father/nationality': 'VN',
  '/data/father/surname': 'NGUYỄN',
  '/data/copies/fee': '16000',
  '/data/copies/fee_text': '16.000',
  '/data/copies/fee_text_en': '16,000',
};

const escape = (text) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]);

function daysBefore(days) {
  const hanoi = new Date(Date.parse(story.now) + 7 * 3_600_000 - days * 86_400_000);
  return hanoi.toISOString().slice(0, 10);
}

/** Each answered question and what was answered last; a paper's answer is its file's name. */
function answered() {
  const last = new Map();
  for (const step of story.steps) {
    if (step.step === 'answer') last.set(step.reference, step.value.replace(/\{today-(\d+)\}/, (_, days) => daysBefore(Number(days))));
    if (step.step === 'attach') last.set(step.reference, story.files[step.file].name);
  }
  return last;
}

/** The names of the form's nodes in its own order, as a tree of maps. */
function skeleton(form) {
  const instance = /<instance>\s*<data [^>]*>([\s\S]*?)<\/data>/.exec(form)[1];
  const root = new Map();
  const open = [root];
  for (const [, closing, name, alone] of instance.matchAll(/<(\/?)([\w]+)[^>]*?(\/?)>/g)) {
    if (closing) open.pop();
    else {
      const node = new Map();
      open.at(-1).set(name, node);
      if (!alone) open.push(node);
    }
  }
  return root;
}

function write(tree, path, values) {
  return [...tree].map(([name, inner]) => {
    const here = `${path}/${name}`;
    const content = inner.size > 0 ? write(inner, here, values) : escape(values.get(here) ?? '');
    return content === '' ? '' : `<${name}>${content}</${name}>`;
  }).join('');
}

/** The submission XML for a form's text. `papers` renames papers, by reference. */
export function answersXml(form, instanceId, papers = {}) {
  const values = new Map([...Object.entries(CALCULATED), ...answered(), ...Object.entries(papers)]);
  values.set('/data/meta/instanceID', instanceId);
  const version = /<data id="([^"]+)" version="([^"]+)"/.exec(form);
  return `<?xml version="1.0" encoding="UTF-8"?><data id="${version[1]}" version="${version[2]}">${write(skeleton(form), '/data', values)}</data>`;
}
