//! Server-sent events, parsed as the HTML standard says (§9.2.6 "Interpreting an event stream").
//!
//! Bytes go in as they arrive, cut anywhere; whole events come out. An event that the stream's end cuts off is dropped, as the standard
//! wants. Names (`event:`) and reconnection times (`retry:`) are not used by our streams and are read past. The one addition is a limit: a
//! portal that never ends a line or an event can't fill the phone's memory.

use thiserror::Error;

/// The stream sent a line or an event beyond the limit: close it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an event is too long")]
pub struct EventTooLong;

/// One event of a stream.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StreamEvent {
    /// The last `id:` seen so far, this event's or an earlier one's: what `Last-Event-ID` carries after a reconnection.
    pub last_id: String,
    /// The `data:` lines, joined by line feeds.
    pub data: String,
}

/// The parser's state between two pieces of the stream.
#[derive(Debug)]
pub struct SseParser {
    limit: usize,
    line: Vec<u8>,
    at_start: bool,
    after_cr: bool,
    last_id: String,
    data: String,
}

impl SseParser {
    /// A parser at the beginning of a stream. `limit`: the longest line and the most data of one event, in bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            line: Vec::new(),
            at_start: true,
            after_cr: false,
            last_id: String::new(),
            data: String::new(),
        }
    }

    /// Takes the stream's next bytes; gives the events that they complete.
    ///
    /// # Errors
    /// [`EventTooLong`]; the parser is of no use after it.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<StreamEvent>, EventTooLong> {
        let mut events = Vec::new();
        for &byte in bytes {
            // A line ends at CR, LF or CRLF, and the two may come in different pieces.
            let second_half = std::mem::replace(&mut self.after_cr, byte == b'\r') && byte == b'\n';
            match byte {
                b'\n' if second_half => {}
                b'\r' | b'\n' => events.extend(self.end_line()?),
                _ if self.line.len() == self.limit => return Err(EventTooLong),
                _ => self.line.push(byte),
            }
        }
        Ok(events)
    }

    fn end_line(&mut self) -> Result<Option<StreamEvent>, EventTooLong> {
        let line = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&line);
        let first = std::mem::replace(&mut self.at_start, false);
        let line = if first {
            line.strip_prefix('\u{feff}').unwrap_or(&line)
        } else {
            &line
        };
        if line.is_empty() {
            return Ok(self.dispatch());
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        self.field(field, value.strip_prefix(' ').unwrap_or(value))?;
        Ok(None)
    }

    fn field(&mut self, field: &str, value: &str) -> Result<(), EventTooLong> {
        match field {
            "data" if self.data.len() + value.len() >= self.limit => return Err(EventTooLong),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.last_id),
            // Comments (an empty field name), `event`, `retry` and unknown fields.
            _ => {}
        }
        Ok(())
    }

    /// A blank line ends an event; one without data is none.
    fn dispatch(&mut self) -> Option<StreamEvent> {
        let mut data = std::mem::take(&mut self.data);
        data.pop()?;
        Some(StreamEvent {
            last_id: self.last_id.clone(),
            data,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(last_id: &str, data: &str) -> StreamEvent {
        StreamEvent {
            last_id: last_id.to_owned(),
            data: data.to_owned(),
        }
    }

    fn parse(stream: &str) -> Vec<StreamEvent> {
        SseParser::new(1024).push(stream.as_bytes()).unwrap()
    }

    /// Streams, first those of the HTML standard's own examples, and the events in them.
    fn corpus() -> Vec<(&'static str, Vec<StreamEvent>)> {
        vec![
            (
                "data: YHOO\ndata: +2\ndata: 10\n\n",
                vec![event("", "YHOO\n+2\n10")],
            ),
            (
                ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n",
                vec![event("1", "first event"), event("", "second event")],
            ),
            (
                "data\n\ndata\ndata\n\ndata:",
                vec![event("", ""), event("", "\n")],
            ),
            (
                "data:test\n\ndata: test\n\n",
                vec![event("", "test"), event("", "test")],
            ),
            (
                "data: a\r\rdata: b\r\n\r\ndata: c\n\n",
                vec![event("", "a"), event("", "b"), event("", "c")],
            ),
            ("\u{feff}data: a\n\n\u{feff}data: b\n\n", vec![event("", "a")]),
            (
                "id: 7\n\ndata: a\n\ndata: b\n\n",
                vec![event("7", "a"), event("7", "b")],
            ),
            (
                "id: 7\ndata: a\n\nid: 8\0\ndata: b\n\n",
                vec![event("7", "a"), event("7", "b")],
            ),
            (
                "event: wake\nretry: 10\nother: x\ndata: a\n\n",
                vec![event("", "a")],
            ),
            ("Data: a\n data: b\n\n", vec![]),
            ("data: Một Cửa\n\n", vec![event("", "Một Cửa")]),
            (":\n\n:keep-alive\n\n", vec![]),
        ]
    }

    #[test]
    fn streams_are_read_as_the_html_standard_says() {
        for (stream, events) in corpus() {
            assert_eq!(parse(stream), events, "{stream:?}");
        }
    }

    #[test]
    fn where_the_network_cuts_makes_no_difference() {
        for (stream, events) in corpus() {
            for at in 0..stream.len() {
                let (before, after) = stream.as_bytes().split_at(at);
                let mut parser = SseParser::new(1024);
                let mut seen = parser.push(before).unwrap();
                seen.extend(parser.push(after).unwrap());
                assert_eq!(seen, events, "{stream:?} cut at {at}");
            }
        }
    }

    #[test]
    fn broken_utf8_is_replaced() {
        let mut parser = SseParser::new(1024);
        assert_eq!(
            parser.push(b"data: a\xffb\n\n").unwrap(),
            vec![event("", "a\u{fffd}b")]
        );
    }

    #[test]
    fn an_endless_line_or_event_is_refused() {
        assert_eq!(SseParser::new(8).push(b"data: 1234"), Err(EventTooLong));
        assert_eq!(
            SseParser::new(16).push(&b"data: 1234\n".repeat(5)),
            Err(EventTooLong)
        );
    }
}
