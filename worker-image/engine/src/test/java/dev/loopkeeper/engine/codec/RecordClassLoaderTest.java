package dev.loopkeeper.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.ProgramException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import org.junit.jupiter.api.Test;

/** Programs come in jars of their own, with class loaders of their own. */
final class RecordClassLoaderTest {

    /** Defines the record under test anew; asks its parent for all else. */
    private static final class Loader extends ClassLoader {

        Loader(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(CodecSamples.hidden().getName()) && !name.equals(CodecSamples.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try (InputStream in =
                    RecordClassLoaderTest.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void aPrivateRecordOfAnotherClassLoader() throws Exception {
        Class<?> type = new Loader(RecordClassLoaderTest.class.getClassLoader())
                .loadClass(CodecSamples.hidden().getName());
        assertThat(type).isNotSameAs(CodecSamples.hidden());
        Constructor<?> constructor = type.getDeclaredConstructor(String.class, boolean.class);
        constructor.setAccessible(true);
        Object value = constructor.newInstance("text", true);

        Codec<Object> codec = (Codec<Object>) Codecs.of(type);
        BinaryWriter out = new BinaryWriter(64);
        codec.write(value, out);

        Object read = codec.read(new BinaryReader(out.toByteArray()));
        assertThat(read).isInstanceOf(type).isEqualTo(value);
        KeyHash<Object> hash = (KeyHash<Object>) KeyHash.of(type);
        assertThat(hash.hash(read)).isEqualTo(hash.hash(value));
    }

    @Test
    void aClassLoaderThatDoesNotSeeTheEngine() throws Exception {
        Class<?> type = new Loader(ClassLoader.getPlatformClassLoader())
                .loadClass(CodecSamples.hidden().getName());
        assertThatThrownBy(() -> Codecs.of(type))
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("a class loader that does not see the engine");
    }
}
