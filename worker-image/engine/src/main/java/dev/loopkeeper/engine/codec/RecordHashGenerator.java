package dev.loopkeeper.engine.codec;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import org.jspecify.annotations.Nullable;

/** Generates the hash of a record that is a key: Murmur3 over its components in their order. */
final class RecordHashGenerator {

    private static final ClassDesc KEY_HASH = RecordClasses.desc(KeyHash.class);
    private static final ClassDesc HASHING = RecordClasses.desc(Hashing.class);
    private static final MethodTypeDesc HASH = MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object);

    private final Shape.Product product;
    private final ClassDesc self;
    private final ClassDesc record;

    private RecordHashGenerator(Shape.Product product) {
        this.product = product;
        this.self = RecordClasses.name(product.type(), "KeyHash");
        this.record = RecordClasses.desc(product.type());
    }

    static KeyHash<?> generate(Shape.Product product, @Nullable KeyHash<?>[] components) {
        RecordHashGenerator generator = new RecordHashGenerator(product);
        return (KeyHash<?>)
                RecordClasses.make(product.type(), generator.self, KeyHash.class, components, generator::build);
    }

    private void build(ClassBuilder builder) {
        RecordClasses.takeConstants(
                builder, self, KeyHash.class, product.components().size());
        builder.withMethodBody("hash", HASH, ClassFile.ACC_PUBLIC, this::hash);
    }

    private void hash(CodeBuilder code) {
        code.aload(1).checkcast(record).astore(2).iconst_0();
        int blocks = 0;
        for (int i = 0; i < product.components().size(); i++) {
            Shape.Component component = product.components().get(i);
            switch (component.shape()) {
                case Shape.Primitive primitive
                when primitive.type() == long.class -> {
                    access(code, component);
                    mix(code, ConstantDescs.CD_long);
                    blocks += 2;
                }
                case Shape.Primitive _ -> {
                    // Booleans, bytes, shorts and characters are ints on the stack.
                    access(code, component);
                    mix(code, ConstantDescs.CD_int);
                    blocks++;
                }
                case Shape.Text _ -> {
                    access(code, component);
                    code.checkcast(ConstantDescs.CD_String);
                    mix(code, ConstantDescs.CD_String);
                    blocks++;
                }
                default -> {
                    code.getstatic(self, "c" + i, KEY_HASH);
                    access(code, component);
                    mix(code, KEY_HASH, ConstantDescs.CD_Object);
                    blocks++;
                }
            }
        }
        code.loadConstant(blocks * Integer.BYTES)
                .ixor()
                .invokestatic(HASHING, "finish", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int))
                .ireturn();
    }

    /** Takes what is on the stack into the state below it. */
    private static void mix(CodeBuilder code, ClassDesc... taken) {
        MethodTypeDesc type =
                MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int).insertParameterTypes(1, taken);
        code.invokestatic(HASHING, "mix", type);
    }

    private void access(CodeBuilder code, Shape.Component component) {
        code.aload(2)
                .invokevirtual(record, component.name(), MethodTypeDesc.of(RecordClasses.desc(component.erased())));
    }
}
