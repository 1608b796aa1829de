using System.Diagnostics;

namespace PixelGpt.Tests.Infrastructure;

/// <summary>A fact that needs TensorBoard's own reader; it is skipped, also with <c>CI=true</c>, if the Python package is not installed, because not every package index has it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TensorBoardFactAttribute : FactAttribute
{
    private static readonly bool IsInstalled = Import();

    /// <summary>Creates the attribute.</summary>
    public TensorBoardFactAttribute()
    {
        if (!IsInstalled) Skip = "python3 has no package tensorboard: install it (pip install tensorboard)";
    }

    private static bool Import()
    {
        if (ExternalProgram.Find("python3") is not { } python) return false;
        using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import tensorboard.backend.event_processing.event_accumulator"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
