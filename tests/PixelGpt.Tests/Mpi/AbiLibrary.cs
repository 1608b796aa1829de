using System.Diagnostics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Mpi;

/// <summary>
/// A library with the standard binary interface of MPI 5.0, which passes the functions that PixelGpt uses on to MPICH. It accepts only the handles and values of the
/// standard (published as mpi.h by the MPI Forum), and ends the process at any other.
/// </summary>
internal static class AbiLibrary
{
    /// <summary>What the library says as its version.</summary>
    public const string Version = "Standard interface over MPICH";

    private const string Source = """
        #include <dlfcn.h>
        #include <stdint.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>

        typedef struct handle *Handle;
        typedef struct { int source, tag, error, internal[5]; } Status;
        typedef struct { int count[2], source, tag, error; } MpichStatus;

        static void *find(const char *name) {
            static void *library;
            if (!library) library = dlopen("libmpich.so.12", RTLD_NOW | RTLD_GLOBAL);
            void *function = library ? dlsym(library, name) : NULL;
            if (!function) { fprintf(stderr, "%s: %s\n", name, dlerror()); abort(); }
            return function;
        }

        /* Translates the only handle of its kind that is used. */
        static int only(Handle actual, uintptr_t expected, int mpich) {
            if ((uintptr_t)actual != expected) { fprintf(stderr, "handle %p instead of %#lx\n", (void *)actual, (unsigned long)expected); abort(); }
            return mpich;
        }

        #define COMM(handle) only(handle, 0x101, 0x44000000)
        #define TYPE(handle) only(handle, 0x247, 0x4c00010d)
        #define ERRORS(handle) only(handle, 0x142, 0x54000001)
        #define BUFFER(address) ((uintptr_t)(address) == 1 ? (void *)-1 : (void *)(address))
        #define REQUEST_NULL 0x180
        #define MPICH_REQUEST_NULL 0x2c000000

        static int start(int error, int mpich, Handle *request) {
            *request = (Handle)(uintptr_t)(mpich == MPICH_REQUEST_NULL ? REQUEST_NULL : (uint32_t)mpich);
            return error;
        }

        int MPI_Init_thread(int *argc, char ***argv, int required, int *provided) {
            int (*call)(int *, char ***, int, int *) = find("MPI_Init_thread");
            if (required % 1024 != 0) abort();
            int error = call(argc, argv, required / 1024, provided);
            *provided *= 1024;
            return error;
        }

        int MPI_Comm_rank(Handle comm, int *rank) { int (*call)(int, int *) = find("MPI_Comm_rank"); return call(COMM(comm), rank); }
        int MPI_Comm_size(Handle comm, int *size) { int (*call)(int, int *) = find("MPI_Comm_size"); return call(COMM(comm), size); }
        int MPI_Comm_set_errhandler(Handle comm, Handle errors) { int (*call)(int, int) = find("MPI_Comm_set_errhandler"); return call(COMM(comm), ERRORS(errors)); }
        int MPI_Abort(Handle comm, int code) { int (*call)(int, int) = find("MPI_Abort"); return call(COMM(comm), code); }
        int MPI_Error_string(int error, char *text, int *length) { int (*call)(int, char *, int *) = find("MPI_Error_string"); return call(error, text, length); }
        int MPI_Finalize(void) { int (*call)(void) = find("MPI_Finalize"); return call(); }
        int MPI_Get_library_version(char *text, int *length) { *length = (int)strlen(strcpy(text, "VERSION")); return 0; }

        int MPI_Ibarrier(Handle comm, Handle *request) {
            int (*call)(int, int *) = find("MPI_Ibarrier"), mpich, error = call(COMM(comm), &mpich);
            return start(error, mpich, request);
        }

        int MPI_Ibcast(void *buffer, int count, Handle type, int root, Handle comm, Handle *request) {
            int (*call)(void *, int, int, int, int, int *) = find("MPI_Ibcast"), mpich, error = call(buffer, count, TYPE(type), root, COMM(comm), &mpich);
            return start(error, mpich, request);
        }

        int MPI_Iallgatherv(const void *sent, int count, Handle sentType, void *received, const int *counts, const int *starts, Handle type, Handle comm, Handle *request) {
            int (*call)(const void *, int, int, void *, const int *, const int *, int, int, int *) = find("MPI_Iallgatherv"), mpich;
            int error = call(BUFFER(sent), count, TYPE(sentType), received, counts, starts, TYPE(type), COMM(comm), &mpich);
            return start(error, mpich, request);
        }

        int MPI_Ialltoallv(const void *sent, const int *sentCounts, const int *sentStarts, Handle sentType, void *received, const int *counts, const int *starts, Handle type, Handle comm, Handle *request) {
            int (*call)(const void *, const int *, const int *, int, void *, const int *, const int *, int, int, int *) = find("MPI_Ialltoallv"), mpich;
            int error = call(BUFFER(sent), sentCounts, sentStarts, TYPE(sentType), received, counts, starts, TYPE(type), COMM(comm), &mpich);
            return start(error, mpich, request);
        }

        int MPI_Isend(const void *buffer, int count, Handle type, int rank, int tag, Handle comm, Handle *request) {
            int (*call)(const void *, int, int, int, int, int, int *) = find("MPI_Isend"), mpich, error = call(buffer, count, TYPE(type), rank, tag, COMM(comm), &mpich);
            return start(error, mpich, request);
        }

        int MPI_Irecv(void *buffer, int count, Handle type, int rank, int tag, Handle comm, Handle *request) {
            int (*call)(void *, int, int, int, int, int, int *) = find("MPI_Irecv"), mpich, error = call(buffer, count, TYPE(type), rank, tag, COMM(comm), &mpich);
            return start(error, mpich, request);
        }

        int MPI_Iprobe(int rank, int tag, Handle comm, int *found, Status *status) {
            int (*call)(int, int, int, int *, MpichStatus *) = find("MPI_Iprobe");
            MpichStatus mpich;
            int error = call(rank, tag, COMM(comm), found, &mpich);
            if (*found) *status = (Status){ mpich.source, mpich.tag, mpich.error, { mpich.count[0], mpich.count[1] } };
            return error;
        }

        int MPI_Get_count(const Status *status, Handle type, int *count) {
            int (*call)(const MpichStatus *, int, int *) = find("MPI_Get_count");
            MpichStatus mpich = { { status->internal[0], status->internal[1] }, status->source, status->tag, status->error };
            return call(&mpich, TYPE(type), count);
        }

        int MPI_Test(Handle *request, int *done, Status *status) {
            int (*call)(int *, int *, MpichStatus *) = find("MPI_Test"), mpich = (uintptr_t)*request == REQUEST_NULL ? MPICH_REQUEST_NULL : (int)(uintptr_t)*request;
            if (status) abort();
            return start(call(&mpich, done, (MpichStatus *)1), mpich, request);
        }
        """;

    private static string? Compiler => ExternalProgram.Find("clang") ?? ExternalProgram.Find("gcc");

    /// <summary>Why tests with the library are skipped; null if they run.</summary>
    public static string? SkipReason => ExternalProgram.SkipReason("mpirun.mpich", "mpich") ?? (Compiler is null ? ExternalProgram.SkipReason("clang", "clang") : null);

    /// <summary>Compiles the library into a folder.</summary>
    public static async Task CompileAsync(TemporaryFolder folder)
    {
        string source = folder.Write("mpi_abi.c", Source.Replace("VERSION", Version, StringComparison.Ordinal));
        using Process compiler = ProgramProcess.Start(Compiler!, ["-shared", "-fPIC", "-Wall", "-Werror", "-o", folder["libmpi_abi.so.1"], source, "-ldl"], start => start.RedirectStandardError = true);
        Task<string> error = compiler.StandardError.ReadToEndAsync();
        await ProgramProcess.EndAsync(compiler);
        Assert.True(compiler.ExitCode == 0, await error);
    }
}
