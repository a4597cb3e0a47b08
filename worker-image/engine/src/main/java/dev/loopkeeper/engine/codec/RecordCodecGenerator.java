package dev.loopkeeper.engine.codec;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/**
 * Generates the codec of a record: straight code that calls the record's accessors and its constructor, writes primitives and strings itself
 * and leaves the other components to their codecs.
 */
final class RecordCodecGenerator {

    private static final ClassDesc CODEC = RecordClasses.desc(Codec.class);
    private static final ClassDesc ENCODING = RecordClasses.desc(Encoding.class);
    private static final ClassDesc WRITER = RecordClasses.desc(BinaryWriter.class);
    private static final ClassDesc READER = RecordClasses.desc(BinaryReader.class);
    private static final MethodTypeDesc WRITE =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object, WRITER);
    private static final MethodTypeDesc READ = MethodTypeDesc.of(ConstantDescs.CD_Object, READER);
    private static final MethodTypeDesc WEIGH = MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object);

    private final Shape.Product product;
    private final ClassDesc self;
    private final ClassDesc record;

    private RecordCodecGenerator(Shape.Product product) {
        this.product = product;
        this.self = RecordClasses.name(product.type(), "Codec");
        this.record = RecordClasses.desc(product.type());
    }

    /**
     * The codec of a record.
     *
     * @param components a codec for each component, which takes nulls
     */
    static Codec<?> generate(Shape.Product product, Codec<?>[] components) {
        RecordCodecGenerator generator = new RecordCodecGenerator(product);
        boolean mutable = false;
        for (Codec<?> component : components) {
            mutable |= component.mutable();
        }
        boolean anyMutable = mutable;
        return (Codec<?>) RecordClasses.make(
                product.type(),
                generator.self,
                Codec.class,
                components,
                builder -> generator.build(builder, anyMutable));
    }

    private void build(ClassBuilder builder, boolean mutable) {
        RecordClasses.takeConstants(
                builder, self, Codec.class, product.components().size());
        builder.withMethodBody("write", WRITE, ClassFile.ACC_PUBLIC, this::write);
        builder.withMethodBody("read", READ, ClassFile.ACC_PUBLIC, this::read);
        builder.withMethodBody("weigh", WEIGH, ClassFile.ACC_PUBLIC, this::weigh);
        builder.withMethodBody(
                "mutable",
                MethodTypeDesc.of(ConstantDescs.CD_boolean),
                ClassFile.ACC_PUBLIC,
                code -> code.loadConstant(mutable ? 1 : 0).ireturn());
    }

    private void write(CodeBuilder code) {
        code.aload(1).checkcast(record).astore(3);
        for (int i = 0; i < product.components().size(); i++) {
            Shape.Component component = product.components().get(i);
            switch (component.shape()) {
                case Shape.Primitive primitive -> {
                    access(code, component, 3);
                    ClassDesc type = RecordClasses.desc(primitive.type());
                    code.aload(2)
                            .invokestatic(ENCODING, "write", MethodTypeDesc.of(ConstantDescs.CD_void, type, WRITER));
                }
                case Shape.Text _ -> {
                    access(code, component, 3);
                    // A component of a generic record is an object to its accessor.
                    code.checkcast(ConstantDescs.CD_String)
                            .aload(2)
                            .invokestatic(
                                    ENCODING,
                                    "writeString",
                                    MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String, WRITER));
                }
                default -> {
                    code.getstatic(self, "c" + i, CODEC);
                    access(code, component, 3);
                    code.aload(2).invokeinterface(CODEC, "write", WRITE);
                }
            }
        }
        code.return_();
    }

    private void read(CodeBuilder code) {
        code.new_(record).dup();
        for (int i = 0; i < product.components().size(); i++) {
            Shape.Component component = product.components().get(i);
            switch (component.shape()) {
                case Shape.Primitive primitive ->
                    code.aload(1)
                            .invokestatic(
                                    ENCODING,
                                    readMethod(primitive.type()),
                                    MethodTypeDesc.of(RecordClasses.desc(primitive.type()), READER));
                case Shape.Text _ ->
                    code.aload(1)
                            .invokestatic(ENCODING, "readString", MethodTypeDesc.of(ConstantDescs.CD_String, READER));
                default ->
                    code.getstatic(self, "c" + i, CODEC)
                            .aload(1)
                            .invokeinterface(CODEC, "read", READ)
                            .checkcast(RecordClasses.desc(component.erased()));
            }
        }
        construct(code);
    }

    /** Calls the constructor; what it throws on corrupt values is an error of the bytes. */
    private void construct(CodeBuilder code) {
        List<ClassDesc> parameters = product.components().stream()
                .map(component -> RecordClasses.desc(component.erased()))
                .toList();
        Label start = code.newLabel();
        Label end = code.newLabel();
        Label handler = code.newLabel();
        ClassDesc thrown = RecordClasses.desc(RuntimeException.class);
        code.labelBinding(start)
                .invokespecial(record, ConstantDescs.INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void, parameters))
                .labelBinding(end)
                .areturn()
                .labelBinding(handler)
                .invokestatic(
                        ENCODING, "refused", MethodTypeDesc.of(RecordClasses.desc(CorruptDataException.class), thrown))
                .athrow()
                .exceptionCatch(start, end, handler, thrown);
    }

    private void weigh(CodeBuilder code) {
        code.aload(1).checkcast(record).astore(2).loadConstant(Weights.ownPart(product));
        for (int i = 0; i < product.components().size(); i++) {
            Shape.Component component = product.components().get(i);
            if (!Weights.varies(component.shape())) {
                continue;
            }
            if (component.shape() instanceof Shape.Text) {
                access(code, component, 2);
                code.checkcast(ConstantDescs.CD_String)
                        .invokestatic(
                                ENCODING, "weigh", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_String));
            } else {
                code.getstatic(self, "c" + i, CODEC);
                access(code, component, 2);
                code.invokeinterface(CODEC, "weigh", WEIGH);
            }
            code.iadd();
        }
        code.return_(TypeKind.INT);
    }

    private void access(CodeBuilder code, Shape.Component component, int slot) {
        code.aload(slot)
                .invokevirtual(record, component.name(), MethodTypeDesc.of(RecordClasses.desc(component.erased())));
    }

    private static String readMethod(Class<?> primitive) {
        String name = primitive.getName();
        return "read" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
