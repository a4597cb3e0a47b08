package dev.loopkeeper.operator.reconcile;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import io.javaoperatorsdk.operator.Operator;
import io.quarkiverse.operatorsdk.runtime.QuarkusConfigurationService;
import io.quarkiverse.operatorsdk.runtime.QuarkusControllerConfiguration;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Registers the reconciler in place of the extension, which does not hand on that it is to be called for jobs that are deleted too: without that, a job
 * with our finalizer would never go (K10), and one without would never be forgotten.
 */
@Singleton
public final class Registration {

    @Produces
    @Singleton
    Operator operator(QuarkusConfigurationService configuration, IterativeJobReconciler reconciler) {
        Operator operator = new Operator(configuration);
        if (configuration.getConfigurationFor(reconciler) instanceof QuarkusControllerConfiguration<IterativeJob> of) {
            operator.register(reconciler, new OnAllEvents(of, configuration));
        } else {
            throw new IllegalStateException("there is no configuration of " + IterativeJobReconciler.NAME);
        }
        return operator;
    }

    /** The extension's configuration, and what it leaves out. */
    private static final class OnAllEvents extends QuarkusControllerConfiguration<IterativeJob> {

        OnAllEvents(QuarkusControllerConfiguration<IterativeJob> of, QuarkusConfigurationService parent) {
            super(
                    of.getInformerConfig(),
                    of.getName(),
                    of.isGenerationAware(),
                    of.getAssociatedReconcilerClassName(),
                    of.getRetry(),
                    of.getRateLimiter(),
                    of.maxReconciliationInterval().orElse(null),
                    of.getFinalizerName(),
                    of.fieldManager(),
                    of.getWorkflow(),
                    of.getResourceTypeName(),
                    of.getResourceClass());
            setParent(parent);
        }

        @Override
        public boolean triggerReconcilerOnAllEvents() {
            return true;
        }
    }
}
