package dev.loopkeeper.engine.plan;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.engine.ProgramException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;

/** Makes a program from the name of its class. */
final class ProgramLoader {

    private ProgramLoader() {}

    static Program load(String className, ClassLoader loader) {
        Class<?> type = find(className, loader);
        if (!Program.class.isAssignableFrom(type)) {
            throw new ProgramException(
                    "class " + className + " is no program; let it implement " + Program.class.getName());
        }
        if (!Modifier.isPublic(type.getModifiers()) || Modifier.isAbstract(type.getModifiers())) {
            throw new ProgramException(
                    "class " + className + " cannot be made by its name; let it be public and not abstract");
        }
        if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
            throw new ProgramException(
                    "class " + className + " belongs to an instance of another class; make it static");
        }
        try {
            Constructor<?> constructor = type.getConstructor();
            return (Program) UserCode.call(type, "being made", () -> make(constructor));
        } catch (NoSuchMethodException e) {
            throw new ProgramException(
                    "class " + className + " has no public constructor without parameters; add one", e);
        }
    }

    private static Class<?> find(String className, ClassLoader loader) {
        try {
            return Class.forName(className, true, loader);
        } catch (ClassNotFoundException e) {
            throw new ProgramException(
                    "class " + className + " is not on the class path; check the name (with its package) and the jar",
                    e);
        } catch (ExceptionInInitializerError e) {
            throw new ProgramException(
                    "class " + className + " cannot be initialized: its static code failed: " + e.getCause(), e);
        } catch (LinkageError e) {
            throw new ProgramException(
                    "class " + className + " cannot be loaded: " + e + "; check the jar and what it needs", e);
        }
    }

    private static Object make(Constructor<?> constructor) throws Exception {
        try {
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case Exception cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }
}
