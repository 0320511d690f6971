package vn.motcua.oracle;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.GroupDef;
import org.javarosa.core.model.ItemsetBinding;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.FormInstance;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.xform.util.XFormAnswerDataParser;

/**
 * Brings JavaRosa's answers to where Một Cửa's are by choice, so that one chosen disagreement doesn't hide what follows it.
 *
 * <p>Each alignment is as narrow as its disagreement and is told by its name and place; docs/xforms-differences.md has the reasons:
 * {@code choice-filter} (an answer that is no choice any more reads as empty at once and comes back with its choice; JavaRosa forgets it when
 * the choices are shown, and tells nobody), {@code count-drop} (rows above {@code jr:count} are taken away, and come back as they were; JavaRosa keeps them),
 * {@code nested-rows} (a new row without a template holds a row of each repeat in it, as the form's first row does; JavaRosa's holds none),
 * {@code row-defaults} (what a new row begins with is told to those who depend on it; JavaRosa tells nobody). Four more change only what JavaRosa
 * keeps or tells, and go without a word: {@code row-removal}, {@code choices-cache}, {@code type-kept} and {@code nested-new} (with what counts
 * the rows and groups inside a new one). {@link Rounding} has {@code round-half}.
 *
 * <p>Rows of a {@code jr:count} that grew come by walking through the form, as JavaRosa does it itself.
 */
final class Alignment {
    /** Rounds after which a form that never comes to rest is left as it is. */
    private static final int ROUNDS = 200;

    private final FormEntryController controller;
    private final FormDef form;
    /** Paths of nodes that are worked out: what stood in them isn't put back. */
    private final Set<String> calculated;
    /** What was typed into a node, while it lives. */
    private final Map<TreeElement, String> typed = new IdentityHashMap<>();
    /** What stood in a node right after an answer was put there: what stands there otherwise is an action's. */
    private final Map<TreeElement, String> stood = new IdentityHashMap<>();
    /** Nodes that were there at an earlier walk. */
    private final Map<TreeElement, Boolean> known = new IdentityHashMap<>();
    /** Nodes that were there when the form was opened. */
    private final Map<TreeElement, Boolean> opened = new IdentityHashMap<>();
    /** Repeats that had their first row, by the element that holds the rows. */
    private final Map<TreeElement, Set<String>> repeats = new IdentityHashMap<>();

    /** Answers in rows that were taken away, by their place within the element that holds the rows. */
    private final Map<TreeElement, Map<String, String>> parked = new IdentityHashMap<>();

    Alignment(FormEntryController controller, Set<String> calculated) {
        this.controller = controller;
        this.calculated = calculated;
        form = controller.getModel().getForm();
        Nodes.each(form, node -> opened.put(node, true));
    }

    /** Remembers what was typed; true when it is something else than before. */
    boolean typed(TreeElement node, String text) {
        String before = typed.put(node, text);
        return !text.equals(before == null ? "" : before);
    }

    /** An answer was put into a node. */
    void took(TreeElement node) {
        stood.put(node, Snapshot.text(node));
    }

    /**
     * Tells of a text that isn't of its type as of a change ({@code type-kept}): it is kept, so something was typed; in JavaRosa nothing was.
     */
    void announce(TreeElement node, QuestionDef question) {
        question.getActionController().triggerActionsFromEvent("xforms-value-changed", form, node.getRef().getParentRef(), form);
    }

    /** Walks the form until nothing changes; names and places of what was aligned. */
    List<List<String>> settle() {
        List<List<String>> aligned = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            int before = aligned.size();
            int nodes = nodes();
            walk(aligned);
            if (aligned.size() == before && nodes == nodes()) {
                break;
            }
        }
        Nodes.each(form, node -> known.put(node, true));
        return aligned;
    }

    private int nodes() {
        int[] count = new int[1];
        Nodes.each(form, node -> count[0]++);
        return count[0];
    }

    private void walk(List<List<String>> aligned) {
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        int event = controller.stepToNextEvent();
        while (event != FormEntryController.EVENT_END_OF_FORM) {
            FormIndex index = controller.getModel().getFormIndex();
            if (event == FormEntryController.EVENT_QUESTION) {
                announce(index, aligned);
                unpark(index, aligned);
                alignChoice(index, aligned);
            } else if (event == FormEntryController.EVENT_REPEAT) {
                TreeElement row = form.getMainInstance().resolveReference(form.getChildInstanceRef(index));
                TreeElement around = (TreeElement) row.getParent();
                if (isFirst(around, row.getName()) && isInLaterRow(around)) {
                    GroupDef repeat = (GroupDef) form.getChild(index);
                    repeat.getActionController().triggerActionsFromEvent("odk-new-repeat", form, row.getRef(), form);
                    recount(row);
                } else if (!known.containsKey(row) && !opened.containsKey(row)) {
                    recount(row);
                }
                if (dropRow(index, aligned)) {
                    // The walk's place is gone: begin anew.
                    return;
                }
            }
            if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT && firstRow(index, aligned)) {
                return;
            }
            event = controller.stepToNextEvent();
        }
    }

    /** Tells those who count it that a row is there, and what is in it. */
    private void recount(TreeElement row) {
        Nodes.each(row, node -> {
            if (node.getNumChildren() > 0) {
                form.triggerTriggerables(node.getRef());
            }
        });
    }

    private void alignChoice(FormIndex index, List<List<String>> aligned) {
        QuestionDef question = (QuestionDef) form.getChild(index);
        ItemsetBinding itemset = question.getDynamicChoices();
        TreeElement node = form.getMainInstance().resolveReference(index.getReference());
        if (itemset == null) {
            return;
        }
        IAnswerData held = node.getValue();
        String before = Snapshot.text(node);
        forgetChoices(itemset);
        List<SelectChoice> choices = itemset.getChoices(form, node.getRef());
        if (!before.isEmpty() && !standing(typed.getOrDefault(node, ""), choices).equals(before)) {
            typed.put(node, isPartOf(before, typed.getOrDefault(node, "")) ? typed.get(node) : before);
        }
        String wanted = standing(typed.getOrDefault(node, before), choices);
        if (wanted.equals(before)) {
            node.setAnswer(held);
            return;
        }
        node.setAnswer(wanted.isEmpty() ? null : XFormAnswerDataParser.getAnswerData(wanted, node.getDataType(), question));
        took(node);
        form.triggerTriggerables(node.getRef());
        aligned.add(List.of("choice-filter", Nodes.reference(node)));
    }

    /** JavaRosa keeps the choices while the answers that they are filtered by stay, also when one of these is hidden or shown ({@code choices-cache}). */
    private static void forgetChoices(ItemsetBinding itemset) {
        try {
            Field kept = ItemsetBinding.class.getDeclaredField("cachedTriggerValues");
            kept.setAccessible(true);
            kept.set(itemset, null);
        } catch (ReflectiveOperationException otherVersion) {
            throw new IllegalStateException(otherVersion);
        }
    }

    private static boolean isPartOf(String some, String all) {
        return Arrays.asList(all.split(" ")).containsAll(Arrays.asList(some.split(" ")));
    }

    /** The words of an answer that are choices now. */
    private static String standing(String answer, List<SelectChoice> choices) {
        List<String> words = new ArrayList<>(Arrays.asList(answer.split(" ")));
        words.removeIf(word -> choices.stream().noneMatch(choice -> choice.getValue().equals(word)));
        return String.join(" ", words);
    }

    private boolean dropRow(FormIndex index, List<List<String>> aligned) {
        GroupDef repeat = (GroupDef) form.getChild(index);
        if (repeat.getCountReference() == null) {
            return false;
        }
        TreeReference count = FormInstance.unpackReference(repeat.getCountReference()).contextualize(index.getReference());
        TreeElement counted = form.getMainInstance().resolveReference(count);
        int wanted = counted == null || counted.getValue() == null ? 0 : rows(Snapshot.text(counted));
        if (index.getTerminal().getInstanceIndex() < wanted) {
            return false;
        }
        TreeElement row = form.getMainInstance().resolveReference(form.getChildInstanceRef(index));
        int last = ((TreeElement) row.getParent()).getChildrenWithName(row.getName()).size();
        FormIndex end = Nodes.row(form, controller.getModel(), Nodes.repeatOf(form, index) + "[" + last + "]");
        row = form.getMainInstance().resolveReference(form.getChildInstanceRef(end));
        aligned.add(List.of("count-drop", Nodes.reference(row)));
        // A row that came and went between two steps was never anybody's: it comes back as a new one. Rows of the form itself are kept.
        if (known.containsKey(row) || opened.containsKey(row)) {
            park(row);
        }
        remove(end);
        return true;
    }

    /** Tells those who depend on it what a new row begins with. */
    private void announce(FormIndex index, List<List<String>> aligned) {
        TreeElement node = form.getMainInstance().resolveReference(index.getReference());
        if (node.getValue() != null && !known.containsKey(node) && isInNewRow(node)) {
            form.triggerTriggerables(node.getRef());
            aligned.add(List.of("row-defaults", Nodes.reference(node)));
            known.put(node, true);
        }
    }

    /** Gives a repeat its first row where the row around it came after the form was opened. */
    private boolean firstRow(FormIndex index, List<List<String>> aligned) {
        TreeReference row = form.getChildInstanceRef(index);
        TreeElement around = form.getMainInstance().resolveReference(row.getParentRef());
        if (!isFirst(around, row.getNameLast()) || !isInLaterRow(around) || ((GroupDef) form.getChild(index)).getCountReference() != null) {
            return false;
        }
        aligned.add(List.of("nested-rows", Nodes.repeatOf(form, index)));
        controller.newRepeat(index);
        return true;
    }

    /** Whether this is the first time that a repeat's rows are looked at. */
    private boolean isFirst(TreeElement around, String repeat) {
        return repeats.computeIfAbsent(around, holder -> new HashSet<>()).add(repeat);
    }

    private boolean isInLaterRow(TreeElement node) {
        if (node.isRepeatable() && !opened.containsKey(node)) {
            return true;
        }
        return node.getParent() instanceof TreeElement parent && isInLaterRow(parent);
    }

    private boolean isInNewRow(TreeElement node) {
        if (node.isRepeatable()) {
            return !known.containsKey(node);
        }
        return node.getParent() instanceof TreeElement parent && isInNewRow(parent);
    }

    /** Removes a row and tells those who depend on anything in it; JavaRosa tells those of its own children alone ({@code row-removal}). */
    void remove(FormIndex place) {
        List<TreeReference> inside = new ArrayList<>();
        Nodes.each(form.getMainInstance().resolveReference(form.getChildInstanceRef(place)), node -> inside.add(node.getRef()));
        controller.deleteRepeat(place);
        inside.forEach(form::triggerTriggerables);
    }

    private void park(TreeElement row) {
        TreeElement around = (TreeElement) row.getParent();
        Map<String, String> answers = parked.computeIfAbsent(around, holder -> new HashMap<>());
        Nodes.each(row, node -> {
            if (!calculated.contains(Nodes.path(node))) {
                // What came back hidden wasn't put back yet.
                String now = Snapshot.text(node);
                boolean isTyped = now.equals(stood.getOrDefault(node, now));
                String answer = isTyped ? typed.getOrDefault(node, now) : now;
                answers.putIfAbsent(Nodes.reference(node).substring(Nodes.reference(around).length()), answer);
            }
        });
    }

    private void unpark(FormIndex index, List<List<String>> aligned) {
        TreeElement node = form.getMainInstance().resolveReference(index.getReference());
        for (TreeElement around = node; around.getParent() instanceof TreeElement parent; around = parent) {
            Map<String, String> answers = parked.getOrDefault(parent, Map.of());
            String answer = answers.isEmpty() ? null : answers.remove(Nodes.reference(node).substring(Nodes.reference(parent).length()));
            if (answer != null && !answer.equals(Snapshot.text(node))) {
                QuestionDef question = (QuestionDef) form.getChild(index);
                typed.put(node, answer);
                IAnswerData data = answer.isEmpty() ? null : XFormAnswerDataParser.getAnswerData(answer, node.getDataType(), question);
                node.setAnswer(data);
                took(node);
                form.triggerTriggerables(node.getRef());
                aligned.add(List.of("count-drop", Nodes.reference(node)));
            }
        }
    }

    private static int rows(String count) {
        try {
            return (int) Double.parseDouble(count);
        } catch (NumberFormatException wrong) {
            return 0;
        }
    }
}
