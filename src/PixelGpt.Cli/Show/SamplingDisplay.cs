using System.Text.Json.Nodes;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Prints the default sampling of a model and how it was chosen.</summary>
internal static class SamplingDisplay
{
    /// <summary>Prints the sampling that was chosen at the end of training.</summary>
    public static void Write(IAnsiConsole console, RunSampling sampling, RunFolder folder)
    {
        if (sampling.Options is not { } options)
            console.WriteLine($"{folder.GenerationConfig} has been changed and is not replaced; to choose temperature and top-p on dev: pixelgpt calibrate {DisplayFormat.Argument(folder.Path)}");
        else if (sampling.Calibration is { } calibration) Write(console, calibration);
        else console.WriteLine($"sampling: {Describe(options)}, the default of the family, because there is no dev split with complete sprites");
    }

    /// <summary>Prints a calibration.</summary>
    public static void Write(IAnsiConsole console, SamplingCalibration calibration)
    {
        console.WriteLine($"sampling: {Describe(calibration.Options)}, chosen on {DisplayFormat.Plural(calibration.Sprites, "sprite")}");
        console.WriteLine(FormattableString.Invariant($"  NLL per completed pixel {calibration.CalibratedNll:0.0000} nats ({calibration.Nll:0.0000} at temperature 1)"));
        console.WriteLine(FormattableString.Invariant($"  surprisal of generated pixels {calibration.GeneratedSurprisal:0.0000} nats, of true pixels {calibration.Nll:0.0000} (standard error of the difference {calibration.SurprisalStandardError:0.0000})"));
    }

    /// <summary>Describes sampling in a few words.</summary>
    public static string Describe(GenerationOptions options) =>
        options.DoSample ? FormattableString.Invariant($"temperature {options.Temperature}, top-p {options.TopP}{(options.TopK > 0 ? $", top-k {options.TopK}" : "")}") : "greedy decoding";

    /// <summary>Converts a calibration to JSON.</summary>
    public static JsonObject ToJson(SamplingCalibration calibration) => new()
    {
        ["temperature"] = calibration.Temperature,
        ["top_p"] = calibration.TopP,
        ["sprites"] = calibration.Sprites,
        ["nll"] = calibration.Nll,
        ["calibrated_nll"] = calibration.CalibratedNll,
        ["generated_surprisal"] = calibration.GeneratedSurprisal,
        ["surprisal_standard_error"] = calibration.SurprisalStandardError,
    };
}
