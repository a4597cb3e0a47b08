package dev.loopkeeper.operator;

import dev.loopkeeper.operator.check.ReleaseCheck;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/** Starts the operator, or one of the checks of {@code helm test}. */
@QuarkusMain
public final class OperatorMain {

    private OperatorMain() {}

    public static void main(String... arguments) {
        if (ReleaseCheck.asked(arguments)) {
            System.exit(ReleaseCheck.run(List.of(arguments), System.out));
        }
        Quarkus.run(arguments);
    }
}
