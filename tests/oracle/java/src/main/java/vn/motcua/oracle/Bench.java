package vn.motcua.oracle;

import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.GroupDef;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.IntegerData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;

/**
 * JavaRosa's share of {@code ./dev bench forms}: the same forms and answers, one line a figure: its name, p50 and p99 in nanoseconds.
 *
 * <p>Called with the folder of the forms that {@code motcua-bench-forms forms} writes. Single steps are done until the JVM has compiled them, then counted;
 * whole pieces of work are medians of five, their p99 the slowest. A keystroke is what an app calls for it, {@link FormEntryController#answerQuestion}.
 * A {@code cold} line is the first of the process.
 */
public final class Bench {
    private static final int[] TYPED = {1, 12, 120, 1200, 7, 75, 750, 99};

    private final Path forms;
    private final PrintStream figures;

    private Bench(Path forms, PrintStream figures) {
        this.forms = forms;
        this.figures = figures;
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream figures = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        new XFormsModule().registerModule();
        Bench bench = new Bench(Path.of(arguments[0]), figures);
        bench.load("large");
        bench.load("reference");
        bench.keystrokes("group", "/data/p_3/count", 20, 4_000);
        bench.keystrokes("row of 20", "/data/item[10]/quantity", 20, 4_000);
        bench.check();
        bench.keystrokes("row of 1000", "/data/item[500]/quantity", 1_000, 200);
        bench.fill();
    }

    private FormDef open(String name) throws IOException, XFormParser.ParseException {
        String xml = Files.readString(forms.resolve(name + ".xml"));
        return new XFormParser(new StringReader(xml)).parse();
    }

    private void load(String name) throws Exception {
        long[] times = new long[12];
        for (int i = 0; i < times.length; i++) {
            long start = System.nanoTime();
            open(name);
            times[i] = System.nanoTime() - start;
        }
        figures.println("load " + name + " cold\t" + times[0] + "\t" + times[0]);
        print("load " + name, Arrays.copyOfRange(times, 7, 12));
    }

    private FormDef filled(int rows) throws Exception {
        FormDef form = open("reference");
        form.initialize(true, new InstanceInitializationFactory());
        for (int page = 1; page <= 6; page++) {
            TreeReference group = form.getMainInstance().getRoot().getRef().extendRef("p_" + page, 0);
            form.setValue(new IntegerData(12), group.extendRef("count", 0), true);
            form.setValue(new IntegerData(250), group.extendRef("price", 0), true);
            form.setValue(new StringData("0912345678"), group.extendRef("phone", 0), true);
            form.setValue(new StringData("Trần Thị Ngọc Ánh"), group.extendRef("name", 0), true);
            form.setValue(new SelectOneData(new Selection("yes")), group.extendRef("agree", 0), true);
        }
        fill(form, rows);
        return form;
    }

    /** Adds rows and answers four questions in each. */
    private static void fill(FormDef form, int rows) throws Exception {
        FormIndex first = Nodes.index(new FormEntryModel(form), index -> form.getChild(index) instanceof GroupDef group && group.getRepeat());
        TreeReference list = form.getMainInstance().getRoot().getRef();
        IAnswerData usual = new SelectOneData(new Selection("usual"));
        for (int row = 0; row < rows; row++) {
            TreeReference place = list.extendRef("item", row);
            form.createNewRepeat(new FormIndex(first.getLocalIndex(), row, place));
            form.setValue(new StringData("Bàn ghế"), place.extendRef("name", 0), true);
            form.setValue(new IntegerData(12), place.extendRef("quantity", 0), true);
            form.setValue(new IntegerData(150), place.extendRef("price", 0), true);
            form.setValue(usual, place.extendRef("kind", 0), true);
        }
    }

    private void keystrokes(String name, String reference, int rows, int steps) throws Exception {
        FormDef form = filled(rows);
        FormEntryModel model = new FormEntryModel(form);
        FormEntryController controller = new FormEntryController(model);
        FormIndex place = Nodes.index(model, index -> model.getEvent(index) == FormEntryController.EVENT_QUESTION
                && Nodes.reference(form.getMainInstance().resolveReference(form.getChildInstanceRef(index))).equals(reference));
        each("keystroke in a " + name, steps, step -> controller.answerQuestion(place, new IntegerData(TYPED[step % TYPED.length]), true));
    }

    /** JavaRosa's check ends at the first thing that is wrong: here nothing is. */
    private void check() throws Exception {
        FormDef form = filled(20);
        if (form.validate() != null) {
            throw new IllegalStateException("the form is wrong somewhere");
        }
        each("check", 1_000, step -> form.validate());
    }

    private void fill() throws Exception {
        long[] times = new long[5];
        for (int i = 0; i < times.length; i++) {
            FormDef form = open("reference");
            form.initialize(true, new InstanceInitializationFactory());
            long start = System.nanoTime();
            fill(form, 1_000);
            form.validate();
            times[i] = System.nanoTime() - start;
        }
        print("fill 1000", times);
    }

    private void each(String name, int steps, IntConsumer step) {
        long[] times = new long[steps];
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < steps; i++) {
                long start = System.nanoTime();
                step.accept(i);
                times[i] = System.nanoTime() - start;
            }
        }
        print(name, times);
    }

    private void print(String name, long[] times) {
        Arrays.sort(times);
        figures.println(name + "\t" + times[times.length / 2] + "\t" + times[Math.min(times.length - 1, times.length * 99 / 100)]);
    }
}
