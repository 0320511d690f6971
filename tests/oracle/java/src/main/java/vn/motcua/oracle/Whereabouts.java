package vn.motcua.oracle;

import org.javarosa.core.model.actions.setgeopoint.SetGeopointAction;
import org.javarosa.core.model.actions.setgeopoint.SetGeopointActionHandler;
import org.javarosa.xform.parse.XFormParser;

/**
 * The device that {@code odk:setgeopoint} asks where it is: it never answers, so that the node stays as it is in both engines. JavaRosa's own stand-in
 * writes that there is no implementation, which is no place.
 */
final class Whereabouts extends SetGeopointActionHandler {
    static void register() {
        XFormParser.registerActionHandler(ELEMENT_NAME, new Whereabouts());
    }

    @Override
    public SetGeopointAction getSetGeopointAction() {
        return new Unanswered();
    }

    /** A request that stays open. */
    public static final class Unanswered extends SetGeopointAction {
        @Override
        public void requestLocationUpdates() {}
    }
}
