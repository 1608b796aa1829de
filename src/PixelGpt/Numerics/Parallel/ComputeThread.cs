using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <summary>
/// Threads that compute for long, beside threads that should answer promptly. On Linux they can have the scheduling policy for background work
/// (SCHED_IDLE, see sched(7)), so that another thread does not wait until they have used up a time slice of several milliseconds. Among
/// themselves they share the processors equally. On other systems nothing changes.
/// </summary>
internal static partial class ComputeThread
{
    private const int SchedIdle = 5;

    [ThreadStatic]
    private static bool _givesWay;

    /// <summary>Whether the current thread has given way. New worker threads take it over from the thread that creates them.</summary>
    public static bool GivesWay => _givesWay;

    /// <summary>Runs an action on a thread of its own.</summary>
    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(bool givesWay, Action action) => RunAsync(givesWay, () =>
    {
        action();
        return true;
    });

    /// <summary>Runs a function on a thread of its own.</summary>
    /// <param name="givesWay">Whether other threads take precedence over the thread and those of a <see cref="WorkerPool"/> that the function creates.</param>
    /// <param name="function">The function to run.</param>
    /// <returns>The result of the function.</returns>
    public static Task<T> RunAsync<T>(bool givesWay, Func<T> function) => Task.Factory.StartNew(
        () =>
        {
            if (givesWay) GiveWay();
            return function();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>Lets other threads take precedence over the current one. It must not be a thread of the thread pool, because the change is final.</summary>
    public static void GiveWay()
    {
        _givesWay = true;
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            // A refusal leaves the thread as it is, which costs only response time.
            _ = SetScheduler(0, SchedIdle, 0);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library without this function.
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, in int priority);
}
