package vn.motcua.oracle;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;

/** References as text, with row numbers from 1 at repeats alone, and the nodes and places of the form that they name. */
final class Nodes {
    private Nodes() {}

    /** The reference of a node, e.g. {@code /data/kids[2]/name}. */
    static String reference(TreeElement node) {
        return node.getParent() instanceof TreeElement parent && parent.getName() != null ? reference(parent) + step(node) : step(node);
    }

    /** The path of a node without row numbers. */
    static String path(TreeElement node) {
        return reference(node).replaceAll("\\[\\d+]", "");
    }

    private static String step(TreeElement node) {
        return "/" + node.getName() + (node.isRepeatable() ? "[" + (node.getMult() + 1) + "]" : "");
    }

    /** Visits the root and every element under it, templates left out. */
    static void each(FormDef form, Consumer<TreeElement> visit) {
        each(form.getMainInstance().getRoot(), visit);
    }

    /** Visits a node and every element under it. */
    static void each(TreeElement node, Consumer<TreeElement> visit) {
        if (node.getMult() == TreeReference.INDEX_TEMPLATE) {
            return;
        }
        visit.accept(node);
        for (int i = 0; i < node.getNumChildren(); i++) {
            each(node.getChildAt(i), visit);
        }
    }

    /** The node of a reference, or null. */
    static TreeElement find(FormDef form, String reference) {
        TreeElement[] found = new TreeElement[1];
        each(form, node -> {
            if (reference(node).equals(reference)) {
                found[0] = node;
            }
        });
        return found[0];
    }

    /** The repeat that a place in the form is a row of, or would be. */
    static String repeatOf(FormDef form, FormIndex place) {
        TreeReference row = form.getChildInstanceRef(place);
        TreeElement parent = form.getMainInstance().resolveReference(row.getParentRef());
        return reference(parent) + "/" + row.getNameLast();
    }

    /** The place of a row that exists, or null. */
    static FormIndex row(FormDef form, FormEntryModel model, String row) {
        return index(model, index -> {
            if (model.getEvent(index) != FormEntryController.EVENT_REPEAT) {
                return false;
            }
            return reference(form.getMainInstance().resolveReference(form.getChildInstanceRef(index))).equals(row);
        });
    }

    /** The first place in the form, asked or not, that a test holds for, or null. */
    static FormIndex index(FormEntryModel model, Predicate<FormIndex> test) {
        FormIndex index = model.incrementIndex(FormIndex.createBeginningOfFormIndex());
        while (!index.isEndOfFormIndex()) {
            if (test.test(index)) {
                return index;
            }
            index = model.incrementIndex(index);
        }
        return null;
    }
}
