package dev.loopkeeper.engine.snapshot;

/** The content of an object that fences: every write of it carries a claim, and a nonce by which its writer knows it again. */
public interface Fenced<V extends Fenced<V>> {

    long claim();

    String nonce();

    V withNonce(String nonce);
}
