namespace PixelGpt.Evaluation.Features.Weights;

/// <summary>
/// The folder in which PyTorch stores downloaded weights, as torchvision and pytorch-fid do: <c>hub/checkpoints</c> in
/// <c>$TORCH_HOME</c>, else in <c>$XDG_CACHE_HOME/torch</c>, else in <c>~/.cache/torch</c>.
/// </summary>
internal static class TorchHub
{
    /// <summary>Returns the path of the folder according to the environment.</summary>
    /// <returns>The path; the folder may not exist.</returns>
    public static string Checkpoints() => Checkpoints(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>Returns the path of the folder for given environment variables and a given home folder.</summary>
    internal static string Checkpoints(Func<string, string?> variable, string userHome)
    {
        string? caches = variable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg : null;
        string torch = variable("TORCH_HOME") is { Length: > 0 } own ? own : Path.Combine(caches ?? Path.Combine(userHome, ".cache"), "torch");
        return Path.Combine(torch, "hub", "checkpoints");
    }
}
