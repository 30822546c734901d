declare i64 @llvm.smin.i64(i64, i64)
declare <8 x float> @llvm.sqrt.v8f32(<8 x float>)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 9, align 16
  %v2 = alloca i64, i64 1, align 8
  %v28 = alloca i64, i64 1, align 8
  br label %start
start:
  store i64 0, ptr %v2, align 8
  %v3 = load ptr, ptr %bufs, align 8
  store ptr %v3, ptr %v1, align 8
  %v4 = getelementptr inbounds ptr, ptr %bufs, i64 1
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %v1, i64 1
  store ptr %v5, ptr %v6, align 8
  %v7 = getelementptr inbounds ptr, ptr %bufs, i64 2
  %v8 = load ptr, ptr %v7, align 8
  %v9 = getelementptr inbounds i64, ptr %v1, i64 2
  store ptr %v8, ptr %v9, align 8
  %v10 = getelementptr inbounds ptr, ptr %bufs, i64 3
  %v11 = load ptr, ptr %v10, align 8
  %v12 = getelementptr inbounds i64, ptr %v1, i64 3
  store ptr %v11, ptr %v12, align 8
  %v13 = getelementptr inbounds ptr, ptr %bufs, i64 4
  %v14 = load ptr, ptr %v13, align 8
  %v15 = getelementptr inbounds i64, ptr %v1, i64 4
  store ptr %v14, ptr %v15, align 8
  %v16 = getelementptr inbounds ptr, ptr %bufs, i64 5
  %v17 = load ptr, ptr %v16, align 8
  %v18 = getelementptr inbounds i64, ptr %v1, i64 5
  store ptr %v17, ptr %v18, align 8
  %v19 = getelementptr inbounds ptr, ptr %bufs, i64 6
  %v20 = load ptr, ptr %v19, align 8
  %v21 = getelementptr inbounds i64, ptr %v1, i64 6
  store ptr %v20, ptr %v21, align 8
  %v22 = getelementptr inbounds i64, ptr %v1, i64 7
  store ptr %ctx, ptr %v22, align 8
  %v23 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v24 = load i64, ptr %v23, align 8
  %v25 = mul nsw i64 %v24, 4
  %v26 = call i64 @llvm.smin.i64(i64 1, i64 %v25)
  %v27 = call i64 @llvm.smin.i64(i64 1, i64 %v26)
  store i64 1, ptr %v28, align 8
  %v29 = icmp sgt i64 %v27, 1
  br i1 %v29, label %b30, label %b31
b30:
  %v32 = sub nsw i64 %v27, 1
  %v33 = add nsw i64 1, %v32
  %v34 = udiv i64 %v33, %v27
  store i64 %v34, ptr %v28, align 8
  br label %b31
b31:
  %v35 = load i64, ptr %v28, align 8
  %v36 = getelementptr inbounds i64, ptr %v1, i64 8
  store i64 %v35, ptr %v36, align 8
  %v37 = load i64, ptr %v2, align 8
  %v38 = icmp eq i64 %v37, 0
  br i1 %v38, label %b39, label %b40
b39:
  %v41 = call i64 @run_tasks(ptr %ctx, ptr @group0, ptr %v1, i64 %v27, i64 4611686018427387904)
  store i64 %v41, ptr %v2, align 8
  br label %b40
b40:
  %v42 = load i64, ptr %v2, align 8
  %v43 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v44 = load i64, ptr %v43, align 8
  %v45 = icmp eq i64 %v42, 0
  %v46 = select i1 %v45, i64 %v44, i64 %v42
  ret i64 %v46
}
define internal void @group0(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = load ptr, ptr %frame, align 8
  %v2 = getelementptr inbounds i64, ptr %frame, i64 1
  %v3 = load ptr, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %frame, i64 2
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %frame, i64 3
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %frame, i64 5
  %v9 = load ptr, ptr %v8, align 8
  %v10 = getelementptr inbounds i64, ptr %frame, i64 6
  %v11 = load ptr, ptr %v10, align 8
  %v12 = getelementptr inbounds i64, ptr %frame, i64 4
  %v13 = load ptr, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %frame, i64 7
  %v15 = load ptr, ptr %v14, align 8
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
  %v31 = getelementptr inbounds float, ptr %v5, i64 %i29
  %v32 = load <8 x float>, ptr %v31, align 4
  %v33 = fmul <8 x float> splat (float 0x3FECCCCCC0000000), %v32
  %v34 = getelementptr inbounds float, ptr %v3, i64 %i29
  %v35 = load <8 x float>, ptr %v34, align 4
  %v36 = fmul <8 x float> splat (float 0x3FB99999A0000000), %v35
  %v37 = fadd <8 x float> %v33, %v36
  %v38 = getelementptr inbounds float, ptr %v7, i64 %i29
  %v39 = load <8 x float>, ptr %v38, align 4
  %v40 = fmul <8 x float> splat (float 0x3FEFF7CEE0000000), %v39
  %v41 = fmul <8 x float> splat (float 0x3F50624DE0000000), %v35
  %v42 = fmul <8 x float> %v41, %v35
  %v43 = fadd <8 x float> %v40, %v42
  %v44 = getelementptr inbounds float, ptr %v1, i64 %i29
  %v45 = load <8 x float>, ptr %v44, align 4
  %v46 = fmul <8 x float> splat (float 0x3F50624DE0000000), %v37
  %v47 = call <8 x float> @llvm.sqrt.v8f32(<8 x float> %v43)
  %v48 = fadd <8 x float> %v47, splat (float 0x3E45798EE0000000)
  %v49 = fdiv <8 x float> %v46, %v48
  %v50 = fsub <8 x float> %v45, %v49
  %v51 = getelementptr inbounds float, ptr %v9, i64 %i29
  store <8 x float> %v37, ptr %v51, align 4
  %v52 = getelementptr inbounds float, ptr %v11, i64 %i29
  store <8 x float> %v43, ptr %v52, align 4
  %v53 = getelementptr inbounds float, ptr %v13, i64 %i29
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
