package vn.motcua.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Pattern;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.condition.IFunctionHandler;
import org.javarosa.xpath.expr.XPathFuncExpr;

/**
 * {@code round()} as Một Cửa rounds by choice ({@code round-half}), in place of JavaRosa's own: with a number of places, halves of the decimal digits go
 * away from zero; without, to the greater neighbour, as in both engines.
 *
 * <p>A function that JavaRosa has can't be replaced, so a form calls this one by another name.
 */
final class Rounding implements IFunctionHandler {
    private static final String NAME = "rounded";
    private static final Pattern CALL = Pattern.compile("(?<![\\w.:-])round\\(");

    /** The form, calling this function wherever it rounds. */
    static String into(String form) {
        return CALL.matcher(form).replaceAll(NAME + "(");
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public List<Class<?>[]> getPrototypes() {
        return List.of();
    }

    @Override
    public boolean rawArgs() {
        return true;
    }

    @Override
    public Object eval(Object[] arguments, EvaluationContext context) {
        double number = XPathFuncExpr.toNumeric(arguments[0]);
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return number;
        }
        int places = arguments.length > 1 ? XPathFuncExpr.toNumeric(arguments[1]).intValue() : 0;
        boolean away = arguments.length > 1 || number > 0;
        return BigDecimal.valueOf(number).setScale(places, away ? RoundingMode.HALF_UP : RoundingMode.HALF_DOWN).doubleValue();
    }
}
