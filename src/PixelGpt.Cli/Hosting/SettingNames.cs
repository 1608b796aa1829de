using System.CommandLine;
using System.Text.RegularExpressions;

namespace PixelGpt.Cli.Hosting;

/// <summary>
/// Replaces the names of settings with which messages of the library begin, such as <c>batch_size</c>, by the options of a command. The
/// library uses the names of recipes and of the HTTP API.
/// </summary>
internal static partial class SettingNames
{
    /// <summary>The options whose names differ from those of their settings.</summary>
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["batch_size"] = "--batch",
        ["generator_learning_rate"] = "--generator-lr",
        ["learning_rate"] = "--lr",
        ["lr_scheduler_type"] = "--schedule",
        ["max_grad_norm"] = "--clip",
        ["muon_learning_rate"] = "--muon-lr",
        ["negative_rounds"] = "--rounds",
        ["warmup_steps"] = "--warmup",
    };

    /// <summary>Returns the option for a setting; the command may not have it.</summary>
    /// <param name="setting">The name of the setting, in snake case or with hyphens.</param>
    public static string OptionOf(string setting) => Options.GetValueOrDefault(setting) ?? $"--{setting.Replace('_', '-')}";

    /// <summary>Returns the message of an error with the option of the command instead of the name of a setting.</summary>
    /// <param name="message">The message.</param>
    /// <param name="command">The command, whose options the user knows.</param>
    public static string InMessage(string message, Command command) => Setting().Replace(message, setting =>
    {
        string option = OptionOf(setting.Value);
        return command.Options.Any(o => o.Name == option || o.Aliases.Contains(option)) ? option : setting.Value;
    });

    [GeneratedRegex("^[a-z][a-z0-9_-]*(?= (must|requires|cannot) )")]
    private static partial Regex Setting();
}
