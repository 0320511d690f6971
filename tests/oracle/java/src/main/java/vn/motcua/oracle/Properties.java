package vn.motcua.oracle;

import java.util.List;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.services.properties.IPropertyRules;

/** The device that JavaRosa runs on: it tells nothing of itself, as Một Cửa tells forms nothing ({@code preload-private}). */
final class Properties implements IPropertyManager {
    static void register() {
        PropertyManager.setPropertyManager(new Properties());
    }

    @Override
    public List<String> getProperty(String name) {
        return List.of();
    }

    @Override
    public void setProperty(String name, String value) {}

    @Override
    public void setProperty(String name, List<String> value) {}

    @Override
    public String getSingularProperty(String name) {
        return null;
    }

    @Override
    public void addRules(IPropertyRules rules) {}

    @Override
    public List<IPropertyRules> getRules() {
        return List.of();
    }
}
