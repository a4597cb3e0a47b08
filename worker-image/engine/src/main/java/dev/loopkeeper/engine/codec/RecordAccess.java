package dev.loopkeeper.engine.codec;

import dev.loopkeeper.engine.ProgramException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Gets at a record of the program as its own nest would: what generated code needs to call private accessors and constructors. */
final class RecordAccess {

    private static final String DOOR = "LoopkeeperAccess";

    private RecordAccess() {}

    /** A lookup with which hidden classes can be defined in the record's nest. */
    static MethodHandles.Lookup to(Class<?> record) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(record, MethodHandles.lookup());
            if (lookup.hasFullPrivilegeAccess()) {
                return lookup;
            }
            // The classes of another class loader are another module, and from outside of it no hidden class can be
            // defined: so from inside.
            return MethodHandles.privateLookupIn(record, inside(record, lookup));
        } catch (IllegalAccessException e) {
            throw new ProgramException(
                    "record " + ShapeParser.simpleName(record) + " is not accessible: open package "
                            + record.getPackageName() + " of its module, or put the program on the class path",
                    e);
        }
    }

    /** The lookup of a small class in the record's package, which is defined there once. */
    private static synchronized MethodHandles.Lookup inside(Class<?> record, MethodHandles.Lookup lookup)
            throws IllegalAccessException {
        MethodType type = MethodType.methodType(MethodHandles.Lookup.class);
        Class<?> door = door(record, lookup);
        try {
            return (MethodHandles.Lookup) MethodHandles.privateLookupIn(door, MethodHandles.lookup())
                    .findStatic(door, "lookup", type)
                    .invokeExact();
        } catch (IllegalAccessException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("class " + door.getName() + " is not the generated one", e);
        }
    }

    private static Class<?> door(Class<?> record, MethodHandles.Lookup lookup) throws IllegalAccessException {
        String name = record.getPackageName().isEmpty() ? DOOR : record.getPackageName() + "." + DOOR;
        try {
            return Class.forName(name, false, record.getClassLoader());
        } catch (ClassNotFoundException e) {
            ClassDesc lookupType = RecordClasses.desc(MethodHandles.Lookup.class);
            MethodTypeDesc type = MethodTypeDesc.of(lookupType);
            byte[] bytes = ClassFile.of()
                    .build(
                            ClassDesc.of(name),
                            builder -> builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                                    .withMethodBody(
                                            "lookup",
                                            type,
                                            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                                            code -> code.invokestatic(
                                                            RecordClasses.desc(MethodHandles.class), "lookup", type)
                                                    .areturn()));
            return lookup.defineClass(bytes);
        }
    }
}
