using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs;

public sealed class DistilledRunTests : IDisposable
{
    private static readonly TrainingRecipe Recipe = RunFixture.Recipe with { Flip = true, MaxShift = 1 };

    private readonly RunFixture _fixture = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _fixture.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_resumed_run_is_bit_identical_for_any_number_of_threads()
    {
        TeacherReference teacher = Teacher("gpt2", "pixelgpt");
        RunFolder whole = Train("whole", teacher, threads: 1), split = Train("split", teacher, threads: 3, stopAfter: 5);
        _fixture.Resume(split, stopAfter: 2, threads: 2);
        _fixture.Resume(split);
        RunFixture.AssertSame(whole, split);
        Assert.Equal(teacher, TrainingRecord.Load(split.Record).Teacher);
        Assert.NotEqual(File.ReadAllBytes(whole.Weights), File.ReadAllBytes(Train("alone", null, threads: 1).Weights));
    }

    [Fact]
    public void Recolouring_reaches_student_and_teacher()
    {
        TeacherReference teacher = Teacher("pixelgpt", "pixelgpt-untied");
        TrainingRecipe recipe = Recipe with { Recolor = true };
        RunFixture.AssertSame(Train("one", teacher, threads: 1, recipe: recipe), Train("three", teacher, threads: 3, recipe: recipe));
        Assert.Contains("recolor requires a teacher whose members all have colour features", Assert.Throws<InputException>(() => Train("none", Teacher("gpt2", "pixelgpt"), 1, recipe: recipe)).Message);
    }

    [Fact]
    public void The_student_learns_the_distribution_of_its_teacher()
    {
        // The teacher is untrained, so only its own distribution can bring the student near to it.
        TeacherReference reference = Teacher("gpt2", "llama");
        SpriteDataset data = _fixture.Data;
        Transformer Student(double weight, int epochs)
        {
            Transformer student = TinyModels.Config("pixelgpt", 0).Build(palette: data.Palette);
            student.Parameters.Initialize(1);
            student.Pack();
            using var trainer = new Trainer(student, data[SpriteDataset.Train], RunFixture.Recipe with { Epochs = epochs }, 2, (reference with { Weight = weight }).Load(data));
            Assert.True(trainer.Run(() => null, new SilentListener()));
            return student;
        }

        PixelModel teacher = PixelModel.Load(reference.Folder);
        double few = Distance(Student(1, 1)), many = Distance(Student(1, 30)), mostlyTrue = Distance(Student(0.1, 30));
        Assert.True(many < 0.5 * few, $"{many} is not much less than {few}");
        Assert.True(many < mostlyTrue, $"{many} is not less than {mostlyTrue}");

        // Mean absolute difference of the distributions on the training sprites.
        double Distance(Transformer student)
        {
            SequencePredictor a = new(teacher.Transformers, 30), b = new([student], 30);
            double sum = 0;
            foreach (Sprite sprite in data[SpriteDataset.Train])
            {
                var context = PictureContext.Of(sprite);
                MatrixSpan expected = a.Distributions(sprite.Pixels, context), actual = b.Distributions(sprite.Pixels, context);
                for (int row = 0; row < expected.Rows; row++)
                {
                    for (int color = 0; color < expected.Columns; color++) sum += Math.Abs(Probabilities.Row(expected, row)[color] - Probabilities.Row(actual, row)[color]);
                }
            }

            return sum;
        }
    }

    [Fact]
    public void A_missing_or_changed_teacher_is_refused()
    {
        TeacherReference teacher = Teacher("gpt2", "pixelgpt");
        RunFolder run = Train("run", teacher, threads: 1, stopAfter: 2);
        string weights = Path.Combine(teacher.Folder, "member-2", ModelFolder.WeightsName);
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        Assert.Contains("the teacher has changed since the run was created", RunFixture.AssertRefused(run, () => _fixture.Resume(run)));
        File.Delete(weights);
        Assert.Contains("model.safetensors: no such file", RunFixture.AssertRefused(run, () => _fixture.Resume(run)));
        Directory.Delete(teacher.Folder, recursive: true);
        Assert.Contains("the teacher does not exist", RunFixture.AssertRefused(run, () => _fixture.Resume(run)));
    }

    [Fact]
    public void A_single_model_can_be_the_teacher()
    {
        TeacherReference teacher = TeacherReference.Create(TinyModels.Save(_folder["single"], TinyModels.PixelModel("qwen3")), 0.5);
        RunFixture.AssertSame(Train("one", teacher, threads: 1), Train("two", teacher, threads: 2));
        Assert.Equal(0.5, (double)JsonNode.Parse(File.ReadAllText(_fixture.Folder("one").Record))!["teacher"]!["weight"]!);
        Assert.Contains("the weight of the teacher must be greater than 0 and at most 1 (got 1.5)", Assert.Throws<InputException>(() => TeacherReference.Create(teacher.Folder, 1.5)).Message);
    }

    private TeacherReference Teacher(params string[] families)
    {
        string[] runs = [.. TinyModels.Ensemble(families).Members.Select(m => TinyModels.Save(_folder[Guid.NewGuid().ToString("N")], m))];
        string folder = _folder[$"teacher-{Guid.NewGuid():N}"];
        _ = EnsembleWriter.Write(runs, folder);
        return TeacherReference.Create(folder, PixelGpt.Training.Distillation.Teacher.DefaultWeight);
    }

    private RunFolder Train(string name, TeacherReference? teacher, int threads, int? stopAfter = null, TrainingRecipe? recipe = null)
    {
        RunFolder folder = _fixture.Folder(name);
        using var run = TrainingRun.Create(folder, TinyModels.Config("pixelgpt"), RunFixture.Reference, _fixture.Data, recipe ?? Recipe, threads, teacher);
        RunFixture.Train(run, stopAfter);
        return folder;
    }
}
