package vn.motcua.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.GroupDef;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormAnswerDataParser;

/**
 * One form, played step by step as ODK Collect plays it.
 *
 * <p>Steps: {@code answer} (ref, value), {@code add} (ref of the repeat), {@code remove} (ref of the row), {@code language} (value), {@code reopen}.
 * The answer has one entry for opening the form and one for each step: its {@code outcome}, and what changed of what {@link Snapshot} sees; at
 * the end the {@code submission}. References name rows as {@code /data/kids[2]/name}.
 *
 * <p>Outcomes: {@code ok}; {@code unreachable} (no such node or row); {@code untyped} (the text isn't of the node's type: JavaRosa's widgets
 * couldn't have made it; the answer is taken away); {@code failed: …} (JavaRosa threw: the play ends).
 */
final class Player {
    private final String xml;
    private FormDef form;
    private FormEntryModel model;
    private FormEntryController controller;
    private Alignment alignment;

    static {
        new XFormsModule().registerModule();
        Properties.register();
        Whereabouts.register();
    }

    private Player(String xml) throws XFormParser.ParseException, IOException {
        this.xml = Rounding.into(xml);
        begin(new XFormParser(new StringReader(this.xml)), true);
    }

    private void begin(XFormParser parser, boolean isNew) throws XFormParser.ParseException, IOException {
        form = parser.parse();
        form.addFunctionHandler(new Rounding());
        form.initialize(isNew, new InstanceInitializationFactory());
        model = new FormEntryModel(form);
        controller = new FormEntryController(model);
        alignment = new Alignment(controller, Calculated.nodes(xml));
    }

    /** Plays a request to its end; whatever JavaRosa throws is part of the answer. */
    static Map<String, Object> play(JsonNode request) throws IOException {
        Map<String, Object> answer = new LinkedHashMap<>();
        List<Map<String, Object>> steps = new ArrayList<>();
        answer.put("now", System.currentTimeMillis());
        answer.put("steps", steps);
        Resources.provide(request.get("resources"));
        try {
            Player player = new Player(request.path("plain").asText(request.get("form").asText()));
            Snapshot seen = Snapshot.nothing();
            seen = player.note("ok", seen, steps);
            for (JsonNode step : request.get("steps")) {
                seen = player.note(player.step(step), seen, steps);
            }
            answer.put("submission", player.submission());
        } catch (XFormParser.ParseException | RuntimeException | StackOverflowError failure) {
            answer.put("error", failure.getClass().getSimpleName() + ": " + failure.getMessage());
        }
        return answer;
    }

    private Snapshot note(String outcome, Snapshot before, List<Map<String, Object>> steps) {
        List<List<String>> aligned = alignment.settle();
        Snapshot now = Snapshot.take(controller);
        Map<String, Object> entry = now.since(before);
        entry.put("outcome", outcome);
        entry.put("aligned", aligned);
        steps.add(entry);
        return now;
    }

    private String step(JsonNode step) throws XFormParser.ParseException, IOException {
        String ref = step.path("ref").asText();
        return switch (step.get("op").asText()) {
            case "answer" -> answer(ref, step.get("value").asText());
            case "add" -> add(ref);
            case "remove" -> remove(ref);
            case "language" -> language(step.get("value").asText());
            case "reopen" -> reopen();
            default -> throw new IllegalArgumentException("no such step");
        };
    }

    private String answer(String ref, String text) {
        TreeElement node = Nodes.find(form, ref);
        // Collect shows what is read-only without a field.
        if (node == null || !node.isEnabled()) {
            return "unreachable";
        }
        QuestionDef question = FormDef.findQuestionByRef(node.getRef(), form);
        IAnswerData data = text.isBlank() ? null : XFormAnswerDataParser.getAnswerData(text, node.getDataType(), question);
        boolean other = alignment.typed(node, text);
        if (other && data == null && node.getValue() == null && question != null) {
            alignment.announce(node, question);
        }
        form.setValue(data, node.getRef(), true);
        alignment.took(node);
        return data == null && !text.isBlank() ? "untyped" : "ok";
    }

    private String add(String repeat) {
        FormIndex place = Nodes.index(model, index ->
                model.getEvent(index) == FormEntryController.EVENT_PROMPT_NEW_REPEAT && Nodes.repeatOf(form, index).equals(repeat));
        if (place == null || isClosed(place)) {
            return "unreachable";
        }
        controller.newRepeat(place);
        return "ok";
    }

    private String remove(String row) {
        FormIndex place = Nodes.row(form, model, row);
        if (place == null || isClosed(place)) {
            return "unreachable";
        }
        alignment.remove(place);
        return "ok";
    }

    /** Rows come and go by the form alone: Collect offers neither. */
    private boolean isClosed(FormIndex repeat) {
        return ((GroupDef) form.getChild(repeat)).noAddRemove;
    }

    private String language(String language) {
        controller.setLanguage(language);
        return "ok";
    }

    /** Closes the form and opens what would be handed in of it. */
    private String reopen() throws XFormParser.ParseException, IOException {
        begin(new XFormParser(new StringReader(xml), new StringReader(written())), false);
        return "ok";
    }

    private String submission() throws IOException {
        form.postProcessInstance();
        return written();
    }

    private String written() throws IOException {
        return new String(new XFormSerializingVisitor().serializeInstance(form.getMainInstance()), StandardCharsets.UTF_8);
    }
}
