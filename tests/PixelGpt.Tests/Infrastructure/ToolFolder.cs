namespace PixelGpt.Tests.Infrastructure;

/// <summary>The output folder of the command line, which has the files that its package contains.</summary>
internal static class ToolFolder
{
    /// <summary>The path of the command line's assembly in this folder.</summary>
    public static string Assembly { get; } = Path.Combine(Find(), "PixelGpt.Cli.dll");

    /// <summary>The folder with the files of ResNet-18.</summary>
    public static string DnnImageModels { get; } = Path.Combine(Find(), "DnnImageModels");

    /// <summary>Returns the folder for the configuration and the framework of the tests, which are the last folders of their path.</summary>
    private static string Find()
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Checkout.Root, "src", "PixelGpt.Cli", "bin", framework.Parent!.Name, framework.Name);
    }
}
