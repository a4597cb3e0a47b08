package dev.loopkeeper.engine.codec;

import dev.loopkeeper.engine.ProgramException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Consumer;

/**
 * Generates classes that work on a record: hidden classes in the record's own package, class loader and nest, so that they call accessors and
 * constructors directly, private ones too, and go when the record's class loader goes.
 */
final class RecordClasses {

    private static final ClassDesc LOOKUP = desc(MethodHandles.Lookup.class);

    private RecordClasses() {}

    static ClassDesc desc(Class<?> type) {
        return ClassDesc.ofDescriptor(type.descriptorString());
    }

    /** The name of a class that is to be generated beside a record. */
    static ClassDesc name(Class<?> record, String suffix) {
        return ClassDesc.of(record.getName() + "$" + suffix);
    }

    /**
     * Defines a class and makes an instance of it.
     *
     * @param constants what the class takes over in {@link #takeConstants}
     * @param members adds the class's methods; it has a constructor without parameters already
     */
    static Object make(
            Class<?> record, ClassDesc name, Class<?> implemented, Object constants, Consumer<ClassBuilder> members) {
        byte[] bytes = ClassFile.of().build(name, builder -> {
            builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC);
            builder.withInterfaceSymbols(desc(implemented));
            builder.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    ConstantDescs.MTD_void,
                    0,
                    code -> code.aload(0)
                            .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                            .return_());
            members.accept(builder);
        });
        checkVisible(record, implemented);
        try {
            MethodHandles.Lookup lookup = RecordAccess.to(record)
                    .defineHiddenClassWithClassData(bytes, constants, true, MethodHandles.Lookup.ClassOption.NESTMATE);
            return lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a generated class cannot be made", e);
        }
    }

    /**
     * In a static initializer: puts the elements of an array that was given as the class's constants into static fields named {@code c0},
     * {@code c1} and so on. Final static fields, so that the JIT sees through them.
     */
    static void takeConstants(ClassBuilder builder, ClassDesc self, Class<?> element, int count) {
        ClassDesc type = desc(element);
        for (int i = 0; i < count; i++) {
            builder.withField("c" + i, type, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
        }
        builder.withMethodBody(ConstantDescs.CLASS_INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_STATIC, code -> {
            loadClassData(code, type.arrayType());
            for (int i = 0; i < count; i++) {
                code.aload(0).loadConstant(i).aaload().putstatic(self, "c" + i, type);
            }
            code.return_();
        });
    }

    private static void loadClassData(CodeBuilder code, ClassDesc type) {
        ClassDesc methodHandles = desc(MethodHandles.class);
        code.invokestatic(methodHandles, "lookup", MethodTypeDesc.of(LOOKUP))
                .ldc(ConstantDescs.DEFAULT_NAME)
                .ldc(type)
                .invokestatic(
                        methodHandles,
                        "classData",
                        MethodTypeDesc.of(
                                ConstantDescs.CD_Object, LOOKUP, ConstantDescs.CD_String, ConstantDescs.CD_Class))
                .checkcast(type)
                .astore(0);
    }

    /** A generated class is linked by the record's class loader, which must therefore see the engine. */
    private static void checkVisible(Class<?> record, Class<?> needed) {
        try {
            if (Class.forName(needed.getName(), false, record.getClassLoader()) == needed) {
                return;
            }
        } catch (ClassNotFoundException e) {
            // Not visible, as the message says.
        }
        throw new ProgramException(
                "record " + record.getName()
                        + " was loaded by a class loader that does not see the engine; let the engine's class loader be its parent");
    }
}
