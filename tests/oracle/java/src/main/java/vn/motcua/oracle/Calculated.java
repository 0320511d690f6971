package vn.motcua.oracle;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Set;
import org.javarosa.xform.parse.XFormParser;
import org.kxml2.kdom.Document;
import org.kxml2.kdom.Element;

/** Which nodes a form works out, by path: JavaRosa's nodes don't tell. */
final class Calculated {
    private Calculated() {}

    static Set<String> nodes(String form) throws IOException {
        Document document = XFormParser.getXMLDocument(new StringReader(form));
        Set<String> nodes = new HashSet<>();
        collect(document.getRootElement(), nodes);
        return nodes;
    }

    private static void collect(Element element, Set<String> nodes) {
        if (element.getName().equals("bind") && element.getAttributeValue("", "calculate") != null) {
            nodes.add(element.getAttributeValue("", "nodeset"));
        }
        for (int i = 0; i < element.getChildCount(); i++) {
            if (element.getChild(i) instanceof Element inner) {
                collect(inner, nodes);
            }
        }
    }
}
