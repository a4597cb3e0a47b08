package dev.loopkeeper.operator.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an image's name stood for when a pod was started with it (K9): the same repository with the digest that the container runtime tells. A tag
 * can be moved, a digest cannot.
 */
public final class ResolvedImage {

    private static final Pattern ID =
            Pattern.compile("(?:docker-pullable://)?(?<repository>[^@]+)@(?<digest>[a-z0-9]+:[0-9a-f]{32,})");

    private static final String DEFAULT_REGISTRY = "docker.io";

    private ResolvedImage() {}

    /** Whether a name says already which build it means. */
    public static boolean isPinned(String image) {
        return image.contains("@");
    }

    /**
     * The image by its digest.
     *
     * @param image as it was named
     * @param imageId what the runtime says that a container was started with
     * @return empty where that says nothing that could be pulled by this name: an image that was loaded into a node by hand has no repository,
     *     and one that was pulled from elsewhere may not be at this one under that digest
     */
    public static Optional<String> of(String image, @Nullable String imageId) {
        if (imageId == null || isPinned(image)) {
            return Optional.empty();
        }
        Matcher id = ID.matcher(imageId);
        String repository = withoutTag(image);
        return id.matches() && canonical(repository).equals(canonical(withoutTag(id.group("repository"))))
                ? Optional.of(repository + "@" + id.group("digest"))
                : Optional.empty();
    }

    /** A colon before the last slash is that of a registry's port. */
    private static String withoutTag(String image) {
        int colon = image.lastIndexOf(':');
        return colon > image.lastIndexOf('/') ? image.substring(0, colon) : image;
    }

    /** With registry and folder, which people may leave out. */
    private static String canonical(String repository) {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        boolean registry = first.contains(".") || first.contains(":") || first.equals("localhost");
        String host = registry ? first : DEFAULT_REGISTRY;
        String path = registry ? repository.substring(slash + 1) : repository;
        String registryName = host.equals("index." + DEFAULT_REGISTRY) ? DEFAULT_REGISTRY : host;
        boolean official = registryName.equals(DEFAULT_REGISTRY) && !path.contains("/");
        return registryName + "/" + (official ? "library/" : "") + path;
    }
}
