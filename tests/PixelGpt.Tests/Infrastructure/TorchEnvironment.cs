using System.Diagnostics;

namespace PixelGpt.Tests.Infrastructure;

/// <summary>
/// A Debian system with PyTorch in a folder, which <c>../shared/peers/pytorch26.sh</c> creates, in <c>PYTORCH26_ROOT</c> or
/// <c>/var/tmp/pytorch26</c>. Tests use it where it exists; they never create it.
/// </summary>
internal static class TorchEnvironment
{
    private static readonly string Root = Environment.GetEnvironmentVariable("PYTORCH26_ROOT") ?? "/var/tmp/pytorch26";

    /// <summary>Why tests that need PyTorch are skipped; null if they run.</summary>
    public static string? SkipReason { get; } = !File.Exists(Path.Combine(Root, "ready"))
        ? $"needs PyTorch in {Root}; as root, ../shared/peers/pytorch26.sh installs it there"
        : Environment.UserName != "root" ? "needs root, to run PyTorch in a folder with chroot" : null;

    /// <summary>Runs a Python script of the tests.</summary>
    /// <param name="script">Path of the script.</param>
    /// <param name="folder">Folder that the script may read, with its subfolders.</param>
    /// <param name="arguments">Returns the arguments of the script for the path of the folder's copy.</param>
    /// <returns>What the script wrote to standard output.</returns>
    public static async Task<string> RunAsync(string script, string folder, Func<string, string[]> arguments)
    {
        string name = $"/tmp/pixelgpt-{Guid.NewGuid():N}", copy = Root + name;
        TemporaryFolder.Copy(folder, copy);
        foreach (string subfolder in Directory.GetDirectories(folder)) TemporaryFolder.Copy(subfolder, Path.Combine(copy, Path.GetFileName(subfolder)));
        try
        {
            File.Copy(script, Path.Combine(copy, Path.GetFileName(script)));
            using Process process = ProgramProcess.Start("chroot", [Root, "python3", $"{name}/{Path.GetFileName(script)}", .. arguments(name)], start =>
            {
                // Settings of OpenBLAS outside do not hold for that of the folder.
                start.Environment.Remove("OPENBLAS_CORETYPE");
                start.Environment.Remove("OPENBLAS_L2_SIZE");
                start.RedirectStandardError = true;
            });
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = await ProgramProcess.EndAsync(process);
            Assert.True(process.ExitCode == 0, await error);
            return output;
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}

/// <summary>A fact that needs PyTorch; skipped if it is not installed where <see cref="TorchEnvironment"/> looks for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute()
    {
        Skip = TorchEnvironment.SkipReason;
    }
}

/// <summary>A fact that needs PyTorch and <c>../shared</c>; skipped if one of them does not exist.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedTorchFactAttribute : FactAttribute
{
    public SharedTorchFactAttribute()
    {
        Skip = SharedData.Root is null ? "needs the real sprites in ../shared, which does not exist" : TorchEnvironment.SkipReason;
    }
}
