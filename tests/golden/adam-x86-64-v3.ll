@words1 = internal unnamed_addr constant [7 x i32] [i32 3, i32 2, i32 4, i32 1, i32 6, i32 7, i32 5], align 4
declare i64 @llvm.smin.i64(i64, i64)
declare <8 x float> @llvm.sqrt.v8f32(<8 x float>)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 8, align 16
  %v2 = alloca i64, i64 9, align 16
  %v3 = alloca i64, i64 1, align 8
  br label %start
start:
  store i64 0, ptr %v3, align 8
  %v4 = getelementptr inbounds i64, ptr %v1, i64 1
  br label %b5
b5:
  %i8 = phi i64 [ 0, %start ], [ %v13, %b6 ]
  %v9 = icmp slt i64 %i8, 7
  br i1 %v9, label %b6, label %b7
b6:
  %v10 = getelementptr inbounds ptr, ptr %bufs, i64 %i8
  %v11 = load ptr, ptr %v10, align 8
  %v12 = getelementptr inbounds ptr, ptr %v4, i64 %i8
  store ptr %v11, ptr %v12, align 8
  %v13 = add nsw i64 %i8, 1
  br label %b5
b7:
  store ptr %ctx, ptr %v2, align 8
  %v14 = getelementptr inbounds i64, ptr %v2, i64 1
  call void @copy_words(ptr %v14, ptr %v1, ptr @words1, i64 7)
  %v15 = load i64, ptr %v3, align 8
  %v16 = icmp eq i64 %v15, 0
  br i1 %v16, label %b17, label %b18
b17:
  call void @launch0(ptr %ctx, ptr %v2, ptr %v3, i64 4611686018427387904)
  br label %b18
b18:
  %v19 = load i64, ptr %v3, align 8
  %v20 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v21 = load i64, ptr %v20, align 8
  %v22 = icmp eq i64 %v19, 0
  %v23 = select i1 %v22, i64 %v21, i64 %v19
  ret i64 %v23
}
define internal void @copy_words(ptr %to, ptr %from, ptr %table, i64 %n) nounwind "no-builtins" {
entry:
  br label %start
start:
  br label %b1
b1:
  %i4 = phi i64 [ 0, %start ], [ %v12, %b2 ]
  %v5 = icmp slt i64 %i4, %n
  br i1 %v5, label %b2, label %b3
b2:
  %v6 = getelementptr inbounds i32, ptr %table, i64 %i4
  %v7 = load i32, ptr %v6, align 4
  %v8 = zext i32 %v7 to i64
  %v9 = getelementptr inbounds i64, ptr %from, i64 %v8
  %v10 = load i64, ptr %v9, align 8
  %v11 = getelementptr inbounds i64, ptr %to, i64 %i4
  store i64 %v10, ptr %v11, align 8
  %v12 = add nsw i64 %i4, 1
  br label %b1
b3:
  ret void
}
define internal void @launch0(ptr %ctx, ptr %handed, ptr %status, i64 %what) nounwind "no-builtins" {
entry:
  %v6 = alloca i64, i64 1, align 8
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v2 = load i64, ptr %v1, align 8
  %v3 = mul nsw i64 %v2, 4
  %v4 = call i64 @llvm.smin.i64(i64 1, i64 %v3)
  %v5 = call i64 @llvm.smin.i64(i64 1, i64 %v4)
  store i64 1, ptr %v6, align 8
  %v7 = icmp sgt i64 %v5, 1
  br i1 %v7, label %b8, label %b9
b8:
  %v10 = sub nsw i64 %v5, 1
  %v11 = add nsw i64 1, %v10
  %v12 = udiv i64 %v11, %v5
  store i64 %v12, ptr %v6, align 8
  br label %b9
b9:
  %v13 = load i64, ptr %v6, align 8
  %v14 = getelementptr inbounds i64, ptr %handed, i64 8
  store i64 %v13, ptr %v14, align 8
  %v15 = load i64, ptr %status, align 8
  %v16 = icmp eq i64 %v15, 0
  br i1 %v16, label %b17, label %b18
b17:
  %v19 = call i64 @run_tasks(ptr %ctx, ptr @group0, ptr %handed, i64 %v5, i64 %what)
  store i64 %v19, ptr %status, align 8
  br label %b18
b18:
  ret void
}
define internal void @group0(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %frame, i64 1
  %v2 = load ptr, ptr %v1, align 8
  %v3 = getelementptr inbounds i64, ptr %frame, i64 2
  %v4 = load ptr, ptr %v3, align 8
  %v5 = getelementptr inbounds i64, ptr %frame, i64 3
  %v6 = load ptr, ptr %v5, align 8
  %v7 = getelementptr inbounds i64, ptr %frame, i64 4
  %v8 = load ptr, ptr %v7, align 8
  %v9 = getelementptr inbounds i64, ptr %frame, i64 5
  %v10 = load ptr, ptr %v9, align 8
  %v11 = getelementptr inbounds i64, ptr %frame, i64 6
  %v12 = load ptr, ptr %v11, align 8
  %v13 = getelementptr inbounds i64, ptr %frame, i64 7
  %v14 = load ptr, ptr %v13, align 8
  %v15 = load ptr, ptr %frame, align 8
  %v16 = getelementptr inbounds i64, ptr %frame, i64 8
  %v17 = load i64, ptr %v16, align 8
  %v18 = mul nsw i64 %task, %v17
  %v19 = add nsw i64 %v18, %v17
  %v20 = call i64 @llvm.smin.i64(i64 %v19, i64 1)
  br label %b21
b21:
  %i24 = phi i64 [ %v18, %start ], [ %v55, %b28 ]
  %v25 = icmp slt i64 %i24, %v20
  br i1 %v25, label %b22, label %b23
b22:
  br label %b26
b26:
  %i29 = phi i64 [ 0, %b22 ], [ %v54, %b27 ]
  %v30 = icmp slt i64 %i29, 1000
  br i1 %v30, label %b27, label %b28
b27:
  %v31 = getelementptr inbounds float, ptr %v2, i64 %i29
  %v32 = load <8 x float>, ptr %v31, align 4
  %v33 = fmul <8 x float> splat (float 0x3FECCCCCC0000000), %v32
  %v34 = getelementptr inbounds float, ptr %v4, i64 %i29
  %v35 = load <8 x float>, ptr %v34, align 4
  %v36 = fmul <8 x float> splat (float 0x3FB99999A0000000), %v35
  %v37 = fadd <8 x float> %v33, %v36
  %v38 = getelementptr inbounds float, ptr %v6, i64 %i29
  %v39 = load <8 x float>, ptr %v38, align 4
  %v40 = fmul <8 x float> splat (float 0x3FEFF7CEE0000000), %v39
  %v41 = fmul <8 x float> splat (float 0x3F50624DE0000000), %v35
  %v42 = fmul <8 x float> %v41, %v35
  %v43 = fadd <8 x float> %v40, %v42
  %v44 = getelementptr inbounds float, ptr %v8, i64 %i29
  %v45 = load <8 x float>, ptr %v44, align 4
  %v46 = fmul <8 x float> splat (float 0x3F50624DE0000000), %v37
  %v47 = call <8 x float> @llvm.sqrt.v8f32(<8 x float> %v43)
  %v48 = fadd <8 x float> %v47, splat (float 0x3E45798EE0000000)
  %v49 = fdiv <8 x float> %v46, %v48
  %v50 = fsub <8 x float> %v45, %v49
  %v51 = getelementptr inbounds float, ptr %v10, i64 %i29
  store <8 x float> %v37, ptr %v51, align 4
  %v52 = getelementptr inbounds float, ptr %v12, i64 %i29
  store <8 x float> %v43, ptr %v52, align 4
  %v53 = getelementptr inbounds float, ptr %v14, i64 %i29
  store <8 x float> %v50, ptr %v53, align 4
  %v54 = add nsw i64 %i29, 8
  br label %b26
b28:
  %v55 = add nsw i64 %i24, 1
  br label %b21
b23:
  ret void
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 10
  %v2 = load ptr, ptr %v1, align 8
  %v3 = icmp ne ptr %v2, null
  br i1 %v3, label %b4, label %b5
b4:
  %v6 = call i64 %v2(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what)
  ret i64 %v6
b7:
  br label %b5
b5:
  %v8 = icmp slt i64 %n, 2
  br i1 %v8, label %b9, label %b10
b9:
  %v11 = icmp eq i64 %n, 1
  br i1 %v11, label %b12, label %b13
b12:
  call void %task(ptr %frame, i64 0, i64 0)
  br label %b13
b13:
  ret i64 0
b14:
  br label %b10
b10:
  %v15 = load ptr, ptr %ctx, align 8
  %v16 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v17 = load i64, ptr %v16, align 8
  %v18 = call i64 %v15(ptr %task, ptr %frame, i64 %n, i64 %v17)
  %v19 = icmp ne i64 %v18, 0
  %v20 = select i1 %v19, i64 3, i64 0
  ret i64 %v20
}
