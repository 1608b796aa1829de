using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using PixelGpt.Cli.Hosting;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Commands;

/// <summary>Creates options that several commands have with the same name and description, and reads and validates values.</summary>
internal static class CommonOptions
{
    /// <summary>The longest duration that can be given: 1000 hours.</summary>
    private const double MaxSeconds = 3.6e6;

    public static Option<int> Threads() => new("--threads")
    {
        Description = "Number of threads to use. Results do not depend on it.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        HelpName = "N",
    };

    /// <summary>Creates the option for a command that the ranks of an MPI job can run together.</summary>
    /// <param name="work">What the ranks share.</param>
    public static Option<bool> Mpi(string work) => new(Job.OptionName) { Description = $"Share {work} among the ranks of an MPI job, which mpirun or srun starts. The result is the same." };

    /// <summary>Creates the option for a command that can compute on a graphics processor.</summary>
    /// <param name="work">What is computed there, and what is not.</param>
    public static Option<string> Device(string work) => CreateDevice(
        $"{work}: cpu; cuda or opencl for the first graphics processor of a kind; one of 'pixelgpt devices', such as cuda:0; or auto for a graphics processor if there is one and the work is large enough. Each device gives slightly other results.");

    /// <summary>Creates the option for a command that computes on the processor only.</summary>
    /// <param name="reason">What is computed, and why on the processor only.</param>
    public static Option<string> ProcessorOnly(string reason) => CreateDevice($"{reason}: cpu, or auto, which selects it.");

    /// <summary>Creates the option for a command that starts a run.</summary>
    public static Option<double?> PromptFraction() => CreatePromptFraction("0.6");

    /// <summary>Creates the option for a command that uses an existing run.</summary>
    public static Option<double?> PromptFractionOfRun() => CreatePromptFraction("that of the run, or 0.6");

    public static Option<ulong?> Seed() => new("--seed") { Description = "Random seed (default: 0).", HelpName = "N" };

    public static Option<int?> Frame() => new("--frame") { Description = "Frame to use of pictures with several frames, counted from 1 (default: the first, which is reported).", HelpName = "N" };

    public static Option<bool> Strict() => new("--strict") { Description = "Stop at the first picture file that cannot be read or has a damaged chunk, instead of skipping and reporting it." };

    public static Option<string?> Out(string description) => new("--out") { Description = description, HelpName = "DIR" };

    /// <summary>Reads the folder for pictures, and checks that it has no run or model, whose contact sheets would be replaced.</summary>
    /// <returns>The folder; null if it is not given.</returns>
    public static string? ReadPictureFolder(this Session session, Option<string?> option)
    {
        string? folder = session.Get(option);
        if (folder is not null) new RunFolder(folder).CheckNoModel();
        return folder;
    }

    /// <summary>Creates an option for a number. It has its own parser because that of the library reads 0,001 as 1.</summary>
    public static Option<double?> Number(string name, string description, string helpName = "X", params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) return value;
            UsageError.Refuse(result, $"{name} must be a number (got '{result.Tokens[0].Value}')");
            return null;
        },
    };

    /// <summary>Creates an option for a duration in seconds, minutes or hours, such as 90s, 2m or 1.5h.</summary>
    public static Option<TimeSpan?> Duration(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            double seconds = text is "" ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
            if (seconds > 0 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value > 0 && value * seconds <= MaxSeconds)
                return TimeSpan.FromSeconds(value * seconds);
            UsageError.Refuse(result, $"{name} must be a number with s, m or h, such as 90s, 2m or 1h, and at most 1000h (got '{text}')");
            return null;
        },
    };

    /// <summary>Creates an option for any number of numbers, which are parsed as by <see cref="Number"/>.</summary>
    public static Option<double[]> Numbers(string name, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result =>
        {
            var values = new List<double>();
            foreach (Token token in result.Tokens)
            {
                if (double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) values.Add(value);
                else UsageError.Refuse(result, $"{name} must be a number (got '{token.Value}')");
            }

            return [.. values];
        },
    };

    public static Option<double?> CheckpointEvery() => Number("--checkpoint-every", "Minutes between checkpoints within an epoch, in addition to the one after each epoch; 0 for none (default: 10).");

    public static Option<string?> TensorBoard() => new("--tensorboard") { Description = "Write the figures of each epoch, the hyperparameters and completions of a few pictures to this folder, for 'tensorboard --logdir DIR'. Each run has a subfolder.", HelpName = "DIR" };

    /// <summary>Reads and checks the value of <see cref="CheckpointEvery"/>.</summary>
    public static SavePolicy ReadSavePolicy(this Session session, Option<double?> checkpointEvery)
    {
        var policy = new SavePolicy();
        if (session.Get(checkpointEvery) is not { } minutes) return policy;
        if (!(minutes is >= 0 and <= 1e6)) throw new InputException(FormattableString.Invariant($"--checkpoint-every must be 0 to 1000000 minutes, where 0 means no checkpoints within epochs (got {minutes})"));
        return policy with { CheckpointEvery = minutes == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMinutes(minutes) };
    }

    /// <summary>Accepts only the given values, and offers them as shell completions.</summary>
    public static void AcceptOnly(this Option option, params string[] values)
    {
        option.CompletionSources.Add(values);
        option.Validators.Add(result => RefuseOthers(result, option.Name, result.Tokens, values));
    }

    /// <summary>Accepts only the given values, and offers them as shell completions.</summary>
    public static void AcceptOnly(this Argument argument, params string[] values)
    {
        argument.CompletionSources.Add(values);
        argument.Validators.Add(result => RefuseOthers(result, argument.Name, result.Tokens, values));
    }

    /// <summary>Reads and checks the number of threads.</summary>
    public static int ReadThreads(this Session session, Option<int> option)
    {
        int threads = session.Job is { } job && !session.Has(option) ? job.Threads : session.Get(option);
        return threads is >= 1 and <= 1024 ? threads : throw new InputException($"--threads must be 1 to 1024 (got {threads})");
    }

    private static Option<string> CreateDevice(string description)
    {
        var option = new Option<string>("--device")
        {
            Description = description,
            DefaultValueFactory = _ => DeviceNames.Cpu,
            HelpName = "DEVICE",
        };
        option.CompletionSources.Add(DeviceNames.Cpu, DeviceNames.Auto, "cuda", "opencl");
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var name }] && !DeviceNames.IsValid(name)) UsageError.Refuse(result, $"--device must be cpu, auto, cuda, opencl or one of 'pixelgpt devices', such as cuda:0 (got '{name}')");
        });
        return option;
    }

    private static Option<double?> CreatePromptFraction(string defaultValue) =>
        Number("--prompt-fraction", $"Fraction of each picture that is the prompt (default: {defaultValue}).", "FRACTION", "--keep");

    private static void RefuseOthers(SymbolResult result, string name, IReadOnlyList<Token> tokens, string[] values)
    {
        foreach (Token token in tokens)
        {
            if (!values.Contains(token.Value, StringComparer.Ordinal)) UsageError.Refuse(result, $"{name} must be {UsageError.Choices(values)} (got '{token.Value}')");
        }
    }
}
