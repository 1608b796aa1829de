using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelGpt.IO;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Training;

/// <summary>The list of the runs that are being trained or wait, in a file of the models folder, so that they can be resumed after the studio has ended, also by a crash.</summary>
internal sealed partial class LiveRunFile(ModelFolders folders, ILogger<LiveRunFile> logger)
{
    /// <summary>The name of the file. Names of models do not start with a dot.</summary>
    public const string Name = ".trainings.json";

    private const int MaxBytes = 1 << 16;

    private string Path => System.IO.Path.Combine(folders.Root, Name);

    /// <summary>Reads the ids of the runs in the order of training; empty if there is no file, or if it is damaged.</summary>
    public IReadOnlyList<string> Read()
    {
        if (!File.Exists(Path)) return [];
        try
        {
            string text = InputFile.ReadAllText(Path, MaxBytes, "ids of runs");
            return InputJson.Read(Name, () => (string[])[.. JsonNode.Parse(text, documentOptions: InputJson.Strict)!.AsArray().Select(id => id!.GetValue<string>())]);
        }
        catch (PixelGptException e)
        {
            LogUnreadable(logger, e.Message);
            return [];
        }
    }

    /// <summary>Replaces the list. Training continues if the disk is full, for example.</summary>
    public void Write(IEnumerable<string> ids)
    {
        try
        {
            AtomicFile.WriteAllText(Path, new JsonArray([.. ids.Select(id => (JsonNode)id)]).ToJsonString() + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PixelGptException)
        {
            LogUnwritable(logger, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The list of trainings could not be read, so that none is resumed: {Problem}")]
    private static partial void LogUnreadable(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The list of trainings could not be written, so that they are not resumed at the next start: {Problem}")]
    private static partial void LogUnwritable(ILogger logger, string problem);
}
