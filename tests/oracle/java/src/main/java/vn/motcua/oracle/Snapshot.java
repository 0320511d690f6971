package vn.motcua.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.xform.util.XFormAnswerDataSerializer;

/**
 * What can be seen of a form at one time, each part by reference.
 *
 * @param nodes every element: letters of what it is ({@code r}elevant, {@code w}ritable, re{@code q}uired, {@code x}: its constraint doesn't
 *     hold), and its value
 * @param choices of each question asked: value and label
 * @param texts of each question asked: label and hint
 */
record Snapshot(Map<String, Object> nodes, Map<String, Object> choices, Map<String, Object> texts) {
    static Snapshot nothing() {
        return new Snapshot(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    static Snapshot take(FormEntryController controller) {
        Snapshot now = nothing();
        FormEntryModel model = controller.getModel();
        Nodes.each(model.getForm(), node -> now.nodes.put(Nodes.reference(node), List.of(flags(model.getForm(), node), text(node))));
        Nodes.index(model, index -> {
            if (model.getEvent(index) == FormEntryController.EVENT_QUESTION && model.isIndexRelevant(index)) {
                now.question(model, index);
            }
            return false;
        });
        return now;
    }

    private static String flags(FormDef form, TreeElement node) {
        // JavaRosa looks at the constraint of what is typed; a value that stands is looked at as if it had just been typed.
        boolean unmet = node.isRelevant() && node.getValue() != null && node.getConstraint() != null
                && !form.evaluateConstraint(node.getRef(), node.getValue());
        return (node.isRelevant() ? "r" : "") + (node.isEnabled() ? "w" : "") + (node.isRequired() ? "q" : "") + (unmet ? "x" : "");
    }

    /** The value as it is handed in. */
    static String text(TreeElement node) {
        IAnswerData value = node.getValue();
        return value == null ? "" : String.valueOf(new XFormAnswerDataSerializer().serializeAnswerData(value, node.getDataType()));
    }

    private void question(FormEntryModel model, FormIndex index) {
        FormEntryPrompt prompt = model.getQuestionPrompt(index);
        String reference = Nodes.reference(model.getForm().getMainInstance().resolveReference(index.getReference()));
        texts.put(reference, List.of(Objects.toString(prompt.getLongText(), ""), Objects.toString(prompt.getHelpText(), "")));
        List<SelectChoice> offered = prompt.getSelectChoices();
        if (offered == null || offered.isEmpty() && prompt.getQuestion().getDynamicChoices() == null) {
            return;
        }
        List<List<String>> shown = new ArrayList<>();
        for (SelectChoice choice : offered) {
            shown.add(List.of(choice.getValue(), Objects.toString(prompt.getSelectChoiceText(choice), "")));
        }
        choices.put(reference, shown);
    }

    /** What is different from before; null is what isn't there any more. */
    Map<String, Object> since(Snapshot before) {
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("nodes", changed(before.nodes, nodes));
        changes.put("choices", changed(before.choices, choices));
        changes.put("texts", changed(before.texts, texts));
        return changes;
    }

    private static Map<String, Object> changed(Map<String, Object> before, Map<String, Object> now) {
        Map<String, Object> changes = new LinkedHashMap<>();
        now.forEach((reference, value) -> {
            if (!value.equals(before.get(reference))) {
                changes.put(reference, value);
            }
        });
        before.keySet().stream().filter(reference -> !now.containsKey(reference)).forEach(reference -> changes.put(reference, null));
        return changes;
    }
}
